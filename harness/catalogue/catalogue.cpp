// Distributed under the Boost Software License, Version 1.0.
#include "harness/catalogue/catalogue.hpp"

#include "harness/detect/finding_id.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

namespace racelab::catalogue {
namespace {

namespace json = boost::json;

// Where in the manifest something stands, to be named if it is wrong.
class place {
 public:
  place(std::string file, std::string entry)
      : file_(std::move(file)), entry_(std::move(entry)) {}

  place at(std::string_view entry) const {
    return {file_, entry_.empty() ? std::string(entry)
                                  : fmt::format("{}, {}", entry_, entry)};
  }

  [[noreturn]] void fail(std::string_view what) const {
    throw manifest_error(entry_.empty()
                             ? fmt::format("{}: {}", file_, what)
                             : fmt::format("{}: {}: {}", file_, entry_, what));
  }

 private:
  std::string file_;
  std::string entry_;
};

class entry {
 public:
  entry(const json::value& value, place where) : where_(std::move(where)) {
    if (!value.is_object()) where_.fail("is not an object");
    fields_ = &value.get_object();
  }

  void require_only(std::initializer_list<std::string_view> known) const {
    for (const auto& field : *fields_)
      if (std::find(known.begin(), known.end(),
                    std::string_view(field.key())) == known.end())
        where_.fail(
            fmt::format("unknown field \"{}\"", std::string_view(field.key())));
  }

  const json::value& field(std::string_view name) const {
    const json::value* found = fields_->if_contains(name);
    if (!found) where_.fail(fmt::format("\"{}\" is missing", name));
    return *found;
  }

  std::string text(std::string_view name) const {
    return text(field(name), name);
  }

  std::vector<std::string> texts(std::string_view name) const {
    std::vector<std::string> all;
    for (const json::value& each : list(name)) all.push_back(text(each, name));
    return all;
  }

  const json::array& list(std::string_view name) const {
    const json::value& found = field(name);
    if (!found.is_array()) where_.fail(fmt::format("\"{}\" is no list", name));
    return found.get_array();
  }

  const place& where() const { return where_; }

 private:
  std::string text(const json::value& value, std::string_view name) const {
    if (!value.is_string() || value.get_string().empty())
      where_.fail(fmt::format("\"{}\" is no text", name));
    const json::string& found = value.get_string();
    if (found.find('\n') != json::string::npos)
      where_.fail(fmt::format("\"{}\" is longer than one line", name));
    return {found.data(), found.size()};
  }

  place where_;
  const json::object* fields_ = nullptr;
};

json::value read(const std::filesystem::path& file) {
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const place where(file.string(), "");
  if (!stream) where.fail("cannot be read");
  json::error_code error;
  json::stream_parser parser;
  const auto parsed = parser.write_some(text, error);
  if (!error) parser.finish(error);
  if (!error && parsed != text.size()) error = json::error::extra_data;
  if (error) {
    const auto until = text.begin() + static_cast<std::ptrdiff_t>(parsed);
    const auto line = 1 + std::count(text.begin(), until, '\n');
    where.at(fmt::format("line {}", line)).fail(error.message());
  }
  return parser.release();
}

void require_file(const std::filesystem::path& root, const std::string& file,
                  const place& where) {
  if (!std::filesystem::is_regular_file(root / file))
    where.fail(fmt::format("there is no file \"{}\"", file));
}

kind parse_kind(const entry& from) {
  const auto word = from.text("kind");
  if (word == "pattern") return kind::pattern;
  if (word == "antipattern") return kind::antipattern;
  from.where().fail(fmt::format(
      "kind \"{}\" is neither \"pattern\" nor \"antipattern\"", word));
}

void check_expected(const variant& parsed, const place& where) {
  for (const auto& id : parsed.expected)
    if (!detect::is_finding_id(id))
      where.fail(fmt::format("unknown finding \"{}\"", id));
  const std::set<std::string> once(parsed.expected.begin(),
                                   parsed.expected.end());
  if (once.size() != parsed.expected.size())
    where.fail("the same finding is expected twice");
  if (parsed.kind == kind::pattern && !parsed.expected.empty())
    where.fail("a pattern can have no expected findings");
  if (parsed.kind == kind::antipattern && parsed.expected.empty())
    where.fail("an antipattern must have expected findings");
}

variant parse_variant(const json::value& value, const place& lesson,
                      const std::filesystem::path& root) {
  const auto name = entry(value, lesson.at("a variant")).text("name");
  const entry from(value, lesson.at(fmt::format("variant \"{}\"", name)));
  from.require_only({"name", "kind", "file", "expected", "shows", "hint"});
  variant parsed;
  parsed.name = name;
  parsed.kind = parse_kind(from);
  parsed.file = from.text("file");
  parsed.expected = from.texts("expected");
  parsed.shows = from.text("shows");
  parsed.hint = from.text("hint");
  check_expected(parsed, from.where());
  require_file(root, parsed.file, from.where());
  return parsed;
}

template <class Named>
void require_new_name(const std::vector<Named>& before, const std::string& name,
                      const place& where) {
  if (std::any_of(before.begin(), before.end(),
                  [&](const Named& other) { return other.name == name; }))
    where.fail("the name is given twice");
}

lesson parse_lesson(const json::value& value, const place& manifest,
                    const std::filesystem::path& root) {
  const auto name = entry(value, manifest.at("a lesson")).text("name");
  const entry from(value, manifest.at(fmt::format("lesson \"{}\"", name)));
  from.require_only(
      {"name", "title", "header", "scenario", "contract", "variants"});
  lesson parsed;
  parsed.name = name;
  parsed.title = from.text("title");
  parsed.header = from.text("header");
  parsed.scenario = from.texts("scenario");
  parsed.contract = from.text("contract");
  require_file(root, "patterns/" + parsed.header, from.where());
  if (parsed.scenario.empty()) from.where().fail("\"scenario\" is empty");
  for (const auto& source : parsed.scenario)
    require_file(root, source, from.where());

  for (const json::value& each : from.list("variants")) {
    auto next = parse_variant(each, from.where(), root);
    require_new_name(parsed.variants, next.name,
                     from.where().at(fmt::format("variant \"{}\"", next.name)));
    parsed.variants.push_back(std::move(next));
  }
  const auto patterns = std::count_if(
      parsed.variants.begin(), parsed.variants.end(),
      [](const variant& each) { return each.kind == kind::pattern; });
  if (patterns != 1)
    from.where().fail(fmt::format("has {} patterns, not one", patterns));
  return parsed;
}

}  // namespace

manifest load(const std::filesystem::path& file,
              const std::filesystem::path& root) {
  const auto value = read(file);
  const entry from(value, place(file.string(), ""));
  from.require_only({"lessons"});
  manifest parsed;
  parsed.root = std::filesystem::absolute(root).lexically_normal();
  for (const json::value& each : from.list("lessons")) {
    auto next = parse_lesson(each, from.where(), parsed.root);
    require_new_name(parsed.lessons, next.name,
                     from.where().at(fmt::format("lesson \"{}\"", next.name)));
    parsed.lessons.push_back(std::move(next));
  }
  return parsed;
}

std::vector<subject> subjects(const manifest& from) {
  std::vector<subject> all;
  for (const auto& each : from.lessons)
    for (const auto& variant : each.variants) all.push_back({&each, &variant});
  return all;
}

const lesson* find_lesson(const manifest& from, std::string_view name) {
  for (const auto& each : from.lessons)
    if (each.name == name) return &each;
  return nullptr;
}

subject find_subject(const manifest& from, std::string_view path_of_it) {
  for (const auto& each : subjects(from))
    if (path(each) == path_of_it) return each;
  return {};
}

std::string path(const subject& of) {
  return of.lesson->name + '/' + of.variant->name;
}

}  // namespace racelab::catalogue
