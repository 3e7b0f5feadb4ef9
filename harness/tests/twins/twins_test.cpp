// Distributed under the Boost Software License, Version 1.0.
//
// A broken twin is read beside its pattern, so what differs has to be the bug
// and nothing else.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path root = RACELAB_SOURCE_ROOT;

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  BOOST_REQUIRE_MESSAGE(!lines.empty(), file << " cannot be read or is empty");
  return lines;
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& each : fs::recursive_directory_iterator(folder))
    if (each.path().extension() == ".cpp")
      names.push_back(fs::relative(each, root).generic_string());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> twins() { return files_in(root / "antipatterns"); }

std::vector<std::string> patterns() {
  std::vector<std::string> names;
  for (const auto& each : fs::directory_iterator(root / "patterns"))
    if (each.path().extension() == ".cpp")
      names.push_back(fs::relative(each, root).generic_string());
  std::sort(names.begin(), names.end());
  return names;
}

// antipatterns/LESSON/BUG.cpp → patterns/LESSON.cpp
fs::path pattern_of(const std::string& twin) {
  const std::string lesson = fs::path(twin).parent_path().filename().string();
  return root / "patterns" / (lesson + ".cpp");
}

std::string trimmed(const std::string& line) {
  const auto begin = line.find_first_not_of(' ');
  return begin == std::string::npos ? "" : line.substr(begin);
}

bool begins_comment(const std::string& line, const std::string& word) {
  return trimmed(line).starts_with("// " + word + ':');
}

auto count_comments(const std::vector<std::string>& lines,
                    const std::string& word) {
  return std::count_if(
      lines.begin(), lines.end(),
      [&](const std::string& line) { return begins_comment(line, word); });
}

std::vector<std::string> includes_of(const fs::path& file) {
  std::vector<std::string> lines = lines_of(file);
  std::erase_if(lines, [](const std::string& line) {
    return !line.starts_with("#include");
  });
  return lines;
}

struct difference {
  unsigned lines = 0;
  unsigned hunks = 0;
  std::vector<std::string> removed;
  std::vector<std::string> added;
};

difference compare(const fs::path& from, const fs::path& to) {
  const std::string command =
      "diff '" + from.string() + "' '" + to.string() + '\'';
  std::FILE* pipe = popen(command.c_str(), "r");
  BOOST_REQUIRE(pipe != nullptr);
  difference result;
  char buffer[4096];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) {
    const std::string line = buffer;
    if (std::isdigit(static_cast<unsigned char>(line[0]))) ++result.hunks;
    if (line.starts_with("< ")) result.removed.push_back(line.substr(2));
    if (line.starts_with("> ")) result.added.push_back(line.substr(2));
    if (line[0] == '<' || line[0] == '>') ++result.lines;
  }
  const int status = pclose(pipe);
  BOOST_REQUIRE_MESSAGE(WIFEXITED(status) && WEXITSTATUS(status) == 1,
                        command << " found no difference, or failed");
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_pattern)

BOOST_DATA_TEST_CASE(is_short_enough_to_be_read_top_to_bottom, patterns(),
                     file) {
  BOOST_TEST(lines_of(root / file).size() <= 120U);
}

BOOST_DATA_TEST_CASE(says_why_and_holds_no_bug, patterns(), file) {
  const auto lines = lines_of(root / file);
  BOOST_TEST(count_comments(lines, "WHY") >= 1);
  BOOST_TEST(count_comments(lines, "BUG") == 0);
}

BOOST_DATA_TEST_CASE(has_broken_twins, patterns(), file) {
  const fs::path lesson = fs::path(file).stem();
  BOOST_TEST(!files_in(root / "antipatterns" / lesson).empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_broken_twin)

BOOST_DATA_TEST_CASE(names_its_bug_once_in_one_line, twins(), file) {
  const auto lines = lines_of(root / file);
  BOOST_TEST(count_comments(lines, "BUG") == 1);
  const auto after = std::adjacent_find(
      lines.begin(), lines.end(), [](const auto& line, const auto& next) {
        return begins_comment(line, "BUG") && trimmed(next).starts_with("//");
      });
  BOOST_TEST((after == lines.end()), "the BUG comment is longer than a line");
}

BOOST_DATA_TEST_CASE(is_its_pattern_but_for_the_bug, twins(), file) {
  const difference found = compare(pattern_of(file), root / file);
  BOOST_TEST(found.lines <= 24U);
  BOOST_TEST(found.hunks <= 5U);
  BOOST_TEST(count_comments(found.removed, "WHY") >= 1,
             "no WHY of the pattern's gives way to the BUG");
  BOOST_TEST(count_comments(found.added, "BUG") == 1);
}

// And what it needs for the bug: a header at most.
BOOST_DATA_TEST_CASE(includes_what_its_pattern_includes, twins(), file) {
  const auto own = includes_of(root / file);
  const auto patterns_own = includes_of(pattern_of(file));
  BOOST_TEST(own.size() <= patterns_own.size() + 1);
  for (const std::string& each : patterns_own)
    BOOST_TEST((std::find(own.begin(), own.end(), each) != own.end()),
               "without " << each);
}

BOOST_DATA_TEST_CASE(fits_beside_its_pattern, twins() + patterns(), file) {
  for (const std::string& line : lines_of(root / file))
    BOOST_TEST(line.size() <= 72U, file << ": " << line);
}

BOOST_AUTO_TEST_SUITE_END()
