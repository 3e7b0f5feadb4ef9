// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/symbolizer.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <stdlib.h>

using namespace racelab::observe;

namespace {

const std::filesystem::path source = RACELAB_FIXTURE_SOURCE;

// The executables that each compiler made of it.
const std::vector<std::string> fixtures = {RACELAB_FIXTURES};

int line_marked(const std::string& mark) {
  std::ifstream file(source);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number)
    if (line.ends_with("// mark: " + mark)) return number;
  return -1;
}

std::string output_of(const std::string& program) {
  const auto close = [](FILE* file) { pclose(file); };
  const std::unique_ptr<FILE, decltype(close)> pipe(popen(program.c_str(), "r"),
                                                    close);
  std::string output;
  std::array<char, 4096> buffer{};
  while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get()))
    output += buffer.data();
  return output;
}

// The frames of each stack that the fixture prints, by its name.
std::map<std::string, stack> stacks_of(const std::string& fixture,
                                       symbolizer& lines) {
  std::map<std::string, stack> result;
  std::istringstream output(output_of(fixture));
  std::string line;
  while (std::getline(output, line)) {
    std::istringstream words(line);
    std::string name;
    std::string address;
    words >> name;
    while (words >> address) {
      const auto& frames =
          lines.frames_at("", std::strtoull(address.c_str(), nullptr, 16));
      result[name].insert(result[name].end(), frames.begin(), frames.end());
    }
  }
  return result;
}

struct named {
  explicit named(const std::string& fixture)
      : lines(fixture, std::vector{source}),
        stacks(stacks_of(fixture, lines)) {}

  // The frames of the subject itself, but for the one that prints.
  stack own(const std::string& name) {
    stack result;
    for (const frame& each : stacks[name])
      if (each.subject && each.function != "print_stack")
        result.push_back(each);
    return result;
  }

  symbolizer lines;
  std::map<std::string, stack> stacks;
};

void check(const frame& seen, const std::string& function,
           const std::string& mark) {
  BOOST_TEST(seen.function == function);
  BOOST_TEST(seen.line == line_marked(mark));
  BOOST_TEST(seen.column > 0);
  BOOST_TEST(seen.file == source.string());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_symbolizer)

BOOST_DATA_TEST_CASE(names_a_function_at_the_line_of_the_call, fixtures) {
  const stack own = named(sample).own("function");
  BOOST_TEST_REQUIRE(own.size() == 2U);
  check(own[0], "fetch", "function");
  check(own[1], "main", "main");
}

BOOST_DATA_TEST_CASE(names_a_lambda_after_its_function, fixtures) {
  named fixture(sample);
  BOOST_TEST_REQUIRE(fixture.own("lambda").size() == 3U);
  check(fixture.own("lambda")[0], "fetch (lambda)", "lambda");
  BOOST_TEST_REQUIRE(fixture.own("thread").size() == 1U);
  check(fixture.own("thread")[0], "fetch (lambda)", "thread");
}

BOOST_DATA_TEST_CASE(shows_inlined_functions_with_their_call_sites, fixtures) {
  const stack own = named(sample).own("inlined");
  BOOST_TEST_REQUIRE(own.size() == 3U);
  check(own[0], "inlined", "inlined");
  check(own[1], "fetch", "call site");
  check(own[2], "main", "main");
}

BOOST_DATA_TEST_CASE(keeps_the_class_and_drops_namespaces_and_arguments,
                     fixtures) {
  const stack own = named(sample).own("template");
  BOOST_TEST_REQUIRE(own.size() == 4U);
  check(own[1], "worker::run", "template");
}

BOOST_DATA_TEST_CASE(tells_the_library_from_the_subject, fixtures) {
  named fixture(sample);
  bool library = false;
  for (const frame& each : fixture.stacks["lambda"]) {
    if (each.subject) continue;
    library |= each.function == "std::function::operator()" &&
               each.file.ends_with("std_function.h") && each.line > 0;
  }
  BOOST_TEST(library);
}

BOOST_DATA_TEST_CASE(answers_the_same_again_from_memory, fixtures) {
  named fixture(sample);
  const stack* first = &fixture.lines.frames_at("", 0x1234);
  BOOST_TEST(&fixture.lines.frames_at("", 0x1234) == first);
  const stack before = fixture.own("inlined");
  fixture.stacks = stacks_of(sample, fixture.lines);
  BOOST_TEST((fixture.own("inlined") == before));
}

BOOST_AUTO_TEST_CASE(names_the_module_and_address_of_what_it_cannot_read) {
  symbolizer lines("/nowhere/subject", {});
  const stack own = lines.frames_at("", 0x1a2b);
  BOOST_TEST_REQUIRE(own.size() == 1U);
  BOOST_TEST(own[0].function == "subject+0x1a2b");
  BOOST_TEST(lines.frames_at("/etc/passwd", 0)[0].function == "passwd+0x0");
  BOOST_TEST(lines.frames_at("linux-vdso.so.1", 0xff)[0].function ==
             "linux-vdso.so.1+0xff");
  BOOST_TEST(lines.frames_at("/dev/stdin", 1)[0].function == "stdin+0x1");
}

BOOST_AUTO_TEST_SUITE_END()
