// Distributed under the Boost Software License, Version 1.0.

// The logs of harness/tests/report/logs, each held to the truth that a person
// stated beside it. Its README.md says how a truth is read.

#define BOOST_TEST_MODULE log_corpus
#include "harness/report/log/log_json.hpp"
#include "harness/report/log/log_parser.hpp"

#include <boost/json.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace racelab::report::log {
namespace {

namespace fs = std::filesystem;
namespace json_ = boost::json;
namespace data = boost::unit_test::data;

const fs::path folder{RACELAB_LOGS};

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  BOOST_REQUIRE_MESSAGE(in, "cannot read " << file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The logs' and the truths' names, without their endings.
std::vector<std::string> names() {
  std::vector<std::string> all;
  std::error_code missing;
  for (const auto& each : fs::directory_iterator(folder, missing)) {
    std::string name = each.path().filename().string();
    for (const std::string ending : {".log", ".truth.json"})
      if (name.ends_with(ending))
        all.push_back(name.substr(0, name.size() - ending.size()));
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

json_::value read_log(const std::string& name) {
  log_result result;
  log_parser parser(
      [&](log_report&& each) { result.reports.add(std::move(each), 0); });
  parser.feed(content(folder / (name + ".log")));
  parser.finish();
  result.reports.sort();
  result.sources.push_back({name, parser.counts()});
  return json_::parse(log_json(result));
}

void compare(const json_::value& truth, const json_::value& found,
             const std::string& path);

json_::value user_frame(const json_::object& of, std::string_view stack) {
  if (const json_::value* frames = of.if_contains(stack))
    for (const json_::value& each : frames->as_array())
      if (each.at("user").as_bool()) return each;
  return nullptr;
}

// {"0": {…}, "3": {…}}: frames by their numbers.
void compare_frames(const json_::object& truth, const json_::object& found,
                    const std::string& path) {
  const json_::array& stack = found.at("stack").as_array();
  for (const auto& [number, frame] : truth) {
    const std::size_t index = std::stoul(std::string(number));
    BOOST_TEST(index < stack.size(), path << ": no frame " << number);
    if (index < stack.size())
      compare(frame, stack[index], path + '/' + std::string(number));
  }
}

void compare_failures(const json_::array& truth, const json_::array& found,
                      const std::string& path) {
  BOOST_TEST(truth.size() == found.size(), path);
  for (std::size_t i = 0; i < std::min(truth.size(), found.size()); ++i)
    BOOST_TEST(
        found[i].as_string().find(truth[i].as_string()) != json_::string::npos,
        path << ": " << found[i] << " does not have " << truth[i]);
}

void compare_objects(const json_::object& truth, const json_::object& found,
                     const std::string& path) {
  for (const auto& [name, value] : truth) {
    const std::string key(name);
    const std::string below = path + '/' + key;
    if (key == "frames") {
      compare_frames(value.as_object(), found, below);
    } else if (key == "user_frame") {
      compare(value, user_frame(found, "stack"), below);
    } else if (key == "holding_user_frame") {
      compare(value, user_frame(found, "holding_stack"), below);
    } else if (key == "runtime_failures" && found.contains(key) &&
               found.at(key).is_array()) {
      compare_failures(value.as_array(), found.at(key).as_array(), below);
    } else {
      // What the output leaves out, it does not say.
      const json_::value* there = found.if_contains(key);
      compare(value, there == nullptr ? json_::value(nullptr) : *there, below);
    }
  }
}

void compare(const json_::value& truth, const json_::value& found,
             const std::string& path) {
  if (truth.is_object() && found.is_object()) {
    compare_objects(truth.as_object(), found.as_object(), path);
  } else if (truth.is_array() && found.is_array()) {
    const json_::array& wanted = truth.as_array();
    const json_::array& there = found.as_array();
    BOOST_TEST(wanted.size() == there.size(),
               path << ": " << there.size() << ", not " << wanted.size());
    for (std::size_t i = 0; i < std::min(wanted.size(), there.size()); ++i)
      compare(wanted[i], there[i], path + '/' + std::to_string(i));
  } else {
    BOOST_TEST((truth == found), path << ": " << found << ", not " << truth);
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(there_are_logs) {
  BOOST_TEST(!names().empty(), "no logs in " << folder);
}

BOOST_DATA_TEST_CASE(a_log_is_read_as_its_truth_says, data::make(names()),
                     name) {
  const std::string truth = content(folder / (name + ".truth.json"));
  compare(json_::parse(truth), read_log(name), name);
}

}  // namespace racelab::report::log
