// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/corpus/specimen.hpp"

#include "harness/detect/finding_id.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <iterator>
#include <ostream>
#include <stdexcept>

namespace racelab::corpus {
namespace {

namespace json = boost::json;

json::array read_array(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return json::parse(std::string(std::istreambuf_iterator<char>(in), {}))
      .as_array();
}

std::string text(const json::value& value) {
  return json::value_to<std::string>(value);
}

// One outcome or a list of them.
std::set<std::string> outcomes(const json::object& from, const char* key) {
  const json::value* value = from.if_contains(key);
  if (value == nullptr) return {};
  if (value->is_string()) return {text(*value)};
  std::set<std::string> all;
  for (const json::value& each : value->as_array()) all.insert(text(each));
  return all;
}

void check_outcomes(const specimen& of, const std::set<std::string>& all) {
  for (const std::string& each : all) {
    if (detect::is_finding_id(each) || each == "correct" ||
        each == "does-not-compile" || each == "inconclusive") {
      continue;
    }
    throw std::runtime_error(of.file.string() + ": no such outcome: " + each);
  }
}

specimen read_specimen(const json::object& from) {
  specimen result;
  result.file = text(from.at("file"));
  result.lesson = text(from.at("lesson"));
  result.expected = outcomes(from, "expect");
  result.tolerated = outcomes(from, "also");
  if (const json::value* value = from.if_contains("needs_namespace"))
    result.needs_namespace = value->as_bool();
  check_outcomes(result, result.expected);
  check_outcomes(result, result.tolerated);
  return result;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const specimen& of) {
  return out << of.file.generic_string();
}

std::vector<specimen> specimens(const std::filesystem::path& corpus,
                                std::string_view folder) {
  std::vector<specimen> result;
  for (const json::value& each : read_array(corpus / "corpus.json")) {
    specimen next = read_specimen(each.as_object());
    if (*next.file.begin() == folder) result.push_back(std::move(next));
  }
  return result;
}

}  // namespace racelab::corpus
