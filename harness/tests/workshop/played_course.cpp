// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/workshop/played_course.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <regex>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;
using front_door::shell;
using front_door::shell_result;

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  BOOST_REQUIRE_MESSAGE(in, "cannot read " << file);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t find(const std::string& in, const std::string& what) {
  const std::size_t at = in.find(what);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, what << " is not in\n" << in);
  return at;
}

// What lies between the line that opens the namespace and the one that ends it.
std::string inside_namespace(const std::string& source) {
  const std::size_t begin = source.find('\n', find(source, "\nnamespace ") + 1);
  return source.substr(begin, source.rfind("\n}") - begin);
}

// The headers that a solution may bring.
std::string includes_of(const std::string& source) {
  static const std::regex header(R"(#include (<[^>]+>|"concurrency/[^"]+"))");
  std::string out;
  for (std::sregex_iterator at(source.begin(), source.end(), header), end;
       at != end; ++at) {
    out += at->str() + '\n';
  }
  return out;
}

}  // namespace

played_course::played_course(const fs::path& set) {
  const shell_result made = type("start course --set '" + set.string() + '\'');
  BOOST_REQUIRE_MESSAGE(made.status == 0, made.output);
}

fs::path played_course::file(const std::string& name) const {
  for (const auto& each : fs::directory_iterator(folder())) {
    if (each.path().stem().string().substr(3) == name &&
        each.path().extension() == ".cpp") {
      return each.path();
    }
  }
  BOOST_REQUIRE_MESSAGE(false, "no file of " << name);
  return {};
}

shell_result played_course::type(const std::string& words) const {
  const bool says_where = words.rfind("start", 0) == 0 ||
                          words.find("--course") != std::string::npos;
  return shell("cd '" + home_.path().string() + "' && LC_ALL=C " +
               RACELAB_BINARY + " workshop " + words +
               (says_where ? "" : " --course course") + " 2>&1");
}

boost::json::value played_course::ask(const std::string& words) const {
  const shell_result said = type("--json " + words);
  boost::json::error_code error;
  boost::json::value out = boost::json::parse(said.output, error);
  BOOST_REQUIRE_MESSAGE(!error, said.output);
  return out;
}

std::string played_course::read(const std::string& name) const {
  return content(file(name));
}

void played_course::save(const std::string& name,
                         const std::string& text) const {
  std::ofstream(file(name), std::ios::binary) << text;
}

void played_course::edit(const std::string& name, const std::string& instead_of,
                         const std::string& text) const {
  std::string all = read(name);
  save(name, all.replace(find(all, instead_of), instead_of.size(), text));
}

void played_course::solve_with(const std::string& name,
                               const fs::path& source) const {
  const std::string solution = content(source);
  std::string all = read(name);
  const std::size_t begin =
      all.find('\n', find(all, "// --- yours from here")) + 1;
  const std::size_t end = find(all, "// --- yours to here");
  all.replace(begin, end - begin, inside_namespace(solution) + '\n');
  all.insert(find(all, "namespace "), includes_of(solution) + '\n');
  save(name, all);
}

void played_course::answer(const std::string& name, const std::string& question,
                           const std::string& words) const {
  std::string all = read(name);
  const std::size_t at = find(all, "// " + question + ':');
  const std::size_t end = all.find('\n', at);
  save(name, all.replace(at, end - at, "// " + question + ": " + words));
}

}  // namespace racelab::workshop
