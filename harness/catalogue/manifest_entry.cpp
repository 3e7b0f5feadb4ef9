// Distributed under the Boost Software License, Version 1.0.
#include "harness/catalogue/manifest_entry.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace racelab::catalogue {

namespace json = boost::json;

place place::at(std::string_view entry) const {
  return {file_, entry_.empty() ? std::string(entry)
                                : fmt::format("{}, {}", entry_, entry)};
}

void place::fail(std::string_view what) const {
  throw manifest_error(entry_.empty()
                           ? fmt::format("{}: {}", file_, what)
                           : fmt::format("{}: {}: {}", file_, entry_, what));
}

entry::entry(const json::value& value, place where) : where_(std::move(where)) {
  if (!value.is_object()) where_.fail("is not an object");
  fields_ = &value.get_object();
}

void entry::require_only(std::initializer_list<std::string_view> known) const {
  for (const auto& field : *fields_)
    if (std::find(known.begin(), known.end(), std::string_view(field.key())) ==
        known.end())
      where_.fail(
          fmt::format("unknown field \"{}\"", std::string_view(field.key())));
}

bool entry::has(std::string_view name) const { return fields_->contains(name); }

const json::value& entry::field(std::string_view name) const {
  const json::value* found = fields_->if_contains(name);
  if (!found) where_.fail(fmt::format("\"{}\" is missing", name));
  return *found;
}

std::string entry::text(std::string_view name) const {
  return text(field(name), name);
}

std::vector<std::string> entry::texts(std::string_view name) const {
  std::vector<std::string> all;
  for (const json::value& each : list(name)) all.push_back(text(each, name));
  return all;
}

std::string entry::optional_text(std::string_view name) const {
  return has(name) ? text(name) : std::string();
}

std::vector<std::string> entry::optional_texts(std::string_view name) const {
  return has(name) ? texts(name) : std::vector<std::string>();
}

const json::array& entry::list(std::string_view name) const {
  const json::value& found = field(name);
  if (!found.is_array()) where_.fail(fmt::format("\"{}\" is no list", name));
  return found.get_array();
}

std::string entry::text(const json::value& value, std::string_view name) const {
  if (!value.is_string() || value.get_string().empty())
    where_.fail(fmt::format("\"{}\" is no text", name));
  const json::string& found = value.get_string();
  if (found.find('\n') != json::string::npos)
    where_.fail(fmt::format("\"{}\" is longer than one line", name));
  return {found.data(), found.size()};
}

json::value read_manifest(const std::filesystem::path& file) {
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

}  // namespace racelab::catalogue
