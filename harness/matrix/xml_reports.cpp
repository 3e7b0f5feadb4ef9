// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/xml_reports.hpp"

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>

#include <sstream>
#include <stdexcept>

namespace racelab::matrix {
namespace {

namespace fs = std::filesystem;
using boost::property_tree::ptree;

ptree parsed(const std::string& text, const char* whose) try {
  std::istringstream in(text);
  ptree tree;
  boost::property_tree::read_xml(in, tree);
  return tree;
} catch (const boost::property_tree::xml_parser_error& error) {
  throw std::runtime_error(std::string(whose) +
                           " wrote what is no XML: " + error.message());
}

template <class Use>
void for_each(const ptree& in, const char* name, Use use) {
  for (const auto& [key, value] : in)
    if (key == name) use(value);
}

message cppcheck_message(const ptree& error, const fs::path& root) {
  message out{
      error.get("<xmlattr>.id", ""), error.get("<xmlattr>.msg", ""), {}};
  // Its first location is where; the others lead there.
  if (const auto where = error.get_child_optional("location")) {
    stack places;
    add_place(places, where->get("<xmlattr>.file", ""),
              where->get("<xmlattr>.line", 0), root);
    if (!places.empty()) out.stacks.push_back(std::move(places));
  }
  return out;
}

stack valgrind_stack(const ptree& from, const fs::path& root) {
  stack places;
  for_each(from, "frame", [&](const ptree& frame) {
    const fs::path folder = frame.get("dir", "");
    add_place(places, folder / frame.get("file", ""), frame.get("line", 0),
              root);
  });
  return places;
}

// The stack of the error itself, and that of an access it conflicts with. What
// else is told along has its title before it.
std::vector<stack> blamed(const ptree& error, const fs::path& root) {
  std::vector<stack> stacks;
  std::string title;
  for (const auto& [key, value] : error) {
    if (key == "auxwhat") title = value.get_value<std::string>();
    if (key == "xauxwhat") title = value.get("text", "");
    if (key != "stack") continue;
    const bool counts =
        stacks.empty() || title.find("conflicts with") != std::string::npos;
    if (counts) stacks.push_back(valgrind_stack(value, root));
    title = "beside it";
  }
  return stacks;
}

message valgrind_message(const ptree& error, const fs::path& root) {
  std::string text = error.get("what", "");
  if (text.empty()) text = error.get("xwhat.text", "");
  return {error.get("kind", ""), without_numbers(text), blamed(error, root)};
}

// What was ended while it ran did not write the end of its file.
std::string with_its_end(std::string text) {
  constexpr std::string_view end = "</valgrindoutput>";
  if (text.find(end) != std::string::npos) return text;
  constexpr std::string_view error_end = "</error>";
  const std::size_t last = text.rfind(error_end);
  const std::size_t status = text.find("</status>");
  if (last != std::string::npos)
    text.resize(last + error_end.size());
  else if (status != std::string::npos)
    text.resize(status + std::string_view("</status>").size());
  return text + std::string(end);
}

message fatal_signal(const ptree& from, const fs::path& root) {
  message out{"fatal signal",
              "the program was ended by " +
                  from.get("signame", std::string("a signal")),
              {}};
  if (const auto where = from.get_child_optional("stack"))
    out.stacks.push_back(valgrind_stack(*where, root));
  return out;
}

}  // namespace

std::vector<message> read_cppcheck_xml(std::string_view text,
                                       const fs::path& root) {
  const ptree tree = parsed(std::string(text), "cppcheck");
  std::vector<message> all;
  for_each(tree.get_child("results.errors", {}), "error",
           [&](const ptree& error) {
             if (error.get("<xmlattr>.severity", "") == "information") return;
             all.push_back(cppcheck_message(error, root));
           });
  return all;
}

std::vector<message> read_valgrind_xml(std::string_view text,
                                       const fs::path& root) {
  const ptree tree = parsed(with_its_end(std::string(text)), "valgrind");
  const ptree output = tree.get_child("valgrindoutput", {});
  std::vector<message> all;
  for_each(output, "error", [&](const ptree& error) {
    all.push_back(valgrind_message(error, root));
  });
  for_each(output, "fatal_signal",
           [&](const ptree& each) { all.push_back(fatal_signal(each, root)); });
  return all;
}

}  // namespace racelab::matrix
