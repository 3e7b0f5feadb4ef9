// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/workshop/samples.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

namespace racelab::workshop::samples {
namespace {

namespace fs = std::filesystem;

const std::string set_json = R"({
  "schema": 1, "name": "sample", "title": "A sample",
  "exercises": [
    {"name": "first", "kind": "mend", "lesson": "wait_group",
     "start": "first/start.cpp", "expected": ["hang"],
     "solution": "first/solution.cpp",
     "wrong_fixes": [{"file": "first/one.cpp", "expected": ["hang"]},
                     {"file": "first/two.cpp", "expected": ["crash"]}]}
  ]})";

}  // namespace

const catalogue::manifest& known() {
  static const catalogue::manifest out = catalogue::load(
      fs::path(RACELAB_SOURCE_ROOT) / "harness/catalogue/catalogue.json",
      RACELAB_SOURCE_ROOT);
  return out;
}

exercise of_kind(exercise_kind kind) {
  exercise out;
  out.name = "too_soon";
  out.kind = kind;
  out.lesson = "wait_group";
  return out;
}

exercise_text text() {
  return {"Too soon",
          "Somebody reads what is not there yet. Let him wait, and nobody "
          "else.\n",
          {"Look.\n", "Wrong.\n", "Mend.\n"}};
}

std::string source() {
  return "// Distributed under the Boost Software License, Version 1.0.\n"
         "//\n"
         "// What it is about.\n"
         "\n"
         "#include \"lessons/wait_group.hpp\"\n"
         "\n"
         "#include \"concurrency/wait_group.hpp\"\n"
         "\n"
         "namespace racelab::wait_group_lesson {\n"
         "\n"
         "void f() {\n"
         "  // a comment of its own\n"
         "  // BUG: this is wrong,\n"
         "  // as everybody can see\n"
         "  g();\n"
         "}\n"
         "\n"
         "}  // namespace racelab::wait_group_lesson\n";
}

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  BOOST_REQUIRE_MESSAGE(in, "cannot read " << file);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_set(const fs::path& folder) {
  write(folder / "set.json", set_json);
  write(folder / "first/text.md",
        "# The first\nMend it.\n\n## Hint 1\na\n## Hint 2\nb\n## Hint 3\nc\n");
  for (const char* each : {"start", "solution", "one", "two"}) {
    write(folder / "first" / (std::string(each) + ".cpp"), source());
  }
}

void write_set_with(const fs::path& folder, const std::string& instead_of,
                    const std::string& text) {
  write_set(folder);
  std::string all = set_json;
  const std::size_t at = all.find(instead_of);
  BOOST_REQUIRE(at != std::string::npos);
  write(folder / "set.json", all.replace(at, instead_of.size(), text));
}

}  // namespace racelab::workshop::samples
