// Distributed under the Boost Software License, Version 1.0.
#include "harness/catalogue/catalogue.hpp"

#include "harness/detect/finding_id.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

namespace racelab::catalogue {
namespace {

namespace json = boost::json;

kind parse_kind(const entry& from) {
  const auto word = from.text("kind");
  if (word == "pattern") return kind::pattern;
  if (word == "antipattern") return kind::antipattern;
  from.where().fail(fmt::format(
      "kind \"{}\" is neither \"pattern\" nor \"antipattern\"", word));
}

bool has_duplicates(const std::vector<std::string>& all) {
  return std::set(all.begin(), all.end()).size() != all.size();
}

void check_expected(const variant& parsed, const place& where) {
  for (const auto& id : parsed.expected)
    if (!detect::is_finding_id(id))
      where.fail(fmt::format("unknown finding \"{}\"", id));
  if (has_duplicates(parsed.expected))
    where.fail("the same finding is expected twice");
  if (parsed.kind == kind::pattern && !parsed.expected.empty())
    where.fail("a pattern can have no expected findings");
  if (parsed.kind == kind::antipattern && parsed.expected.empty())
    where.fail("an antipattern must have expected findings");
}

bool is_known(const std::vector<source_list>& lists, std::string_view id) {
  return std::any_of(lists.begin(), lists.end(), [&](const source_list& list) {
    return std::any_of(list.items.begin(), list.items.end(),
                       [&](const source_item& each) { return each.id == id; });
  });
}

void check_sources(const variant& parsed, const std::vector<source_list>& known,
                   const place& where) {
  for (const auto& id : parsed.sources)
    if (!is_known(known, id))
      where.fail(fmt::format("unknown source \"{}\"", id));
  if (has_duplicates(parsed.sources))
    where.fail("the same source is named twice");
  if (parsed.kind == kind::pattern && !parsed.sources.empty())
    where.fail("a pattern is no known bug");
}

// `so_far`: the root, and the sources that are known.
variant parse_variant(const json::value& value, const place& lesson,
                      const manifest& so_far) {
  const auto name = entry(value, lesson.at("a variant")).text("name");
  const entry from(value, lesson.at(fmt::format("variant \"{}\"", name)));
  from.require_only({"name", "kind", "file", "expected", "shows", "hint",
                     "sources", "larger_because"});
  variant parsed;
  parsed.name = name;
  parsed.kind = parse_kind(from);
  parsed.file = from.text("file");
  parsed.expected = from.texts("expected");
  parsed.shows = from.text("shows");
  parsed.hint = from.text("hint");
  parsed.sources = from.optional_texts("sources");
  parsed.larger_because = from.optional_text("larger_because");
  check_expected(parsed, from.where());
  check_sources(parsed, so_far.sources, from.where());
  require_file(so_far.root, parsed.file, from.where());
  return parsed;
}

template <class Named>
void require_new_name(const std::vector<Named>& before, const std::string& name,
                      const place& where) {
  if (std::any_of(before.begin(), before.end(),
                  [&](const Named& other) { return other.name == name; }))
    where.fail("the name is given twice");
}

lesson parse_lesson(const json::value& value, const place& file,
                    const manifest& so_far) {
  const auto name = entry(value, file.at("a lesson")).text("name");
  const entry from(value, file.at(fmt::format("lesson \"{}\"", name)));
  from.require_only(
      {"name", "title", "header", "scenario", "contract", "variants"});
  lesson parsed;
  parsed.name = name;
  parsed.title = from.text("title");
  parsed.header = from.text("header");
  parsed.scenario = from.texts("scenario");
  parsed.contract = from.text("contract");
  require_file(so_far.root, "patterns/" + parsed.header, from.where());
  if (parsed.scenario.empty()) from.where().fail("\"scenario\" is empty");
  for (const auto& source : parsed.scenario)
    require_file(so_far.root, source, from.where());

  for (const json::value& each : from.list("variants")) {
    auto next = parse_variant(each, from.where(), so_far);
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

source_item parse_item(const json::value& value, const place& list) {
  const auto id = entry(value, list.at("an item")).text("id");
  const entry from(value, list.at(fmt::format("item \"{}\"", id)));
  from.require_only({"id", "title"});
  return {id, from.text("title")};
}

source_list parse_list(const json::value& value, const place& file,
                       const std::vector<source_list>& before) {
  const auto name = entry(value, file.at("a list")).text("name");
  const entry from(value, file.at(fmt::format("list \"{}\"", name)));
  from.require_only({"name", "where", "items"});
  source_list parsed{name, from.text("where"), {}};
  for (const json::value& each : from.list("items")) {
    auto next = parse_item(each, from.where());
    if (is_known(before, next.id) || is_known({parsed}, next.id))
      from.where()
          .at(fmt::format("item \"{}\"", next.id))
          .fail("the id is given twice");
    parsed.items.push_back(std::move(next));
  }
  return parsed;
}

std::vector<source_list> load_sources(const std::filesystem::path& file) {
  std::vector<source_list> parsed;
  if (!std::filesystem::exists(file)) return parsed;
  const auto value = read_manifest(file);
  const entry from(value, place(file.string(), ""));
  from.require_only({"lists"});
  for (const json::value& each : from.list("lists"))
    parsed.push_back(parse_list(each, from.where(), parsed));
  return parsed;
}

}  // namespace

manifest load(const std::filesystem::path& file,
              const std::filesystem::path& root) {
  const auto value = read_manifest(file);
  const entry from(value, place(file.string(), ""));
  from.require_only({"lessons"});
  manifest parsed;
  parsed.root = std::filesystem::absolute(root).lexically_normal();
  parsed.sources = load_sources(file.parent_path() / "sources.json");
  for (const json::value& each : from.list("lessons")) {
    auto next = parse_lesson(each, from.where(), parsed);
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

std::vector<subject> subjects_of_source(const manifest& from,
                                        std::string_view id) {
  auto all = subjects(from);
  std::erase_if(all, [&](const subject& each) {
    const auto& ids = each.variant->sources;
    return std::find(ids.begin(), ids.end(), id) == ids.end();
  });
  return all;
}

std::string path(const subject& of) {
  return of.lesson->name + '/' + of.variant->name;
}

}  // namespace racelab::catalogue
