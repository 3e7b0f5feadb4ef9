// Distributed under the Boost Software License, Version 1.0.

// The logs of harness/tests/report/logs, each held to the truth that a person
// stated beside it. Its README.md says how a truth is read.

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

std::string text_of(const std::string& name) {
  return content(folder / (name + ".log"));
}

json_::value read_text(const std::string& name, const std::string& text) {
  log_result result;
  log_parser parser(
      [&](log_report&& each) { result.reports.add(std::move(each), 0); });
  parser.feed(text);
  parser.finish();
  result.reports.sort();
  result.sources.push_back({name, parser.counts()});
  return json_::parse(log_json(result));
}

json_::value read_log(const std::string& name) {
  return read_text(name, text_of(name));
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

// A log and its lines' ends.
struct lines {
  explicit lines(std::string whole) : text(std::move(whole)) {
    for (std::size_t at = text.find('\n'); at != std::string::npos;
         at = text.find('\n', at + 1))
      ends.push_back(at);
  }

  // With `words` in place of the line and its end.
  std::string with(std::size_t line, const std::string& words) const {
    const std::size_t begin = line == 0 ? 0 : ends[line - 1] + 1;
    return text.substr(0, begin) + words + text.substr(ends[line] + 1);
  }

  std::string line(std::size_t number) const {
    const std::size_t begin = number == 0 ? 0 : ends[number - 1] + 1;
    return text.substr(begin, ends[number] - begin);
  }

  std::string text;
  std::vector<std::size_t> ends;
};

// Words in the middle of the line that no runtime says.
std::string garbled(std::string line) {
  const std::size_t begin = line.find_first_not_of(' ');
  return line.insert(begin + (line.size() - begin) / 2, "@!");
}

// Without the numbers of lines, which change when one is taken away.
json_::value unnumbered(json_::value all) {
  for (json_::value& each : all.at("reports").as_array())
    each.as_object().erase("log");
  for (json_::value& each : all.at("logs").as_array())
    for (const char* counted : {"lines", "first_unparsed"})
      each.as_object().erase(counted);
  return all;
}

// Whether the line is a report's, so that the log has less without it.
bool matters(const json_::value& whole, const json_::value& without) {
  return whole.at("reports") != without.at("reports") ||
         whole.at("runtime_failures") != without.at("runtime_failures");
}

// Whether it says that it has less than there was: a header without its
// report leaves lines that belong to none.
bool tells_of_loss(const json_::value& found, const json_::value& whole) {
  const json_::array& reports = found.at("reports").as_array();
  return found.at("unparsed_lines").to_number<std::uint64_t>() >
             whole.at("unparsed_lines").to_number<std::uint64_t>() ||
         std::any_of(reports.begin(), reports.end(), [](const auto& each) {
           return each.at("headless").as_bool();
         });
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

// A line that the reader drops without a word leaves the same as a line that
// says nothing.
BOOST_DATA_TEST_CASE(a_garbled_line_of_a_report_is_told_or_counted,
                     data::make(names()), name) {
  const lines log(text_of(name));
  const json_::value whole = unnumbered(read_text(name, log.text));
  for (std::size_t i = 0; i < log.ends.size(); ++i) {
    const std::string line = log.line(i);
    if (line.find_first_not_of(' ') == std::string::npos) continue;
    const json_::value without = unnumbered(read_text(name, log.with(i, "")));
    if (!matters(whole, without)) continue;
    const json_::value with =
        unnumbered(read_text(name, log.with(i, garbled(line) + '\n')));
    BOOST_TEST((with != without || tells_of_loss(with, whole)),
               name << ", line " << i + 1 << " is lost: " << line);
  }
}

}  // namespace racelab::report::log
