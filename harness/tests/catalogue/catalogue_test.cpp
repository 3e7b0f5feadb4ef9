// Distributed under the Boost Software License, Version 1.0.
#include "harness/catalogue/catalogue.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <unistd.h>
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace racelab::catalogue;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

// A root with all the files that the manifest below names.
class small_root {
 public:
  small_root()
      : folder_(fs::temp_directory_path() /
                ("racelab-catalogue-" + std::to_string(getpid()))) {
    for (const char* file : {"patterns/lessons/l.hpp", "scenario/l.cpp",
                             "patterns/l.cpp", "antipatterns/l/bug.cpp"})
      write(file, "");
  }
  small_root(const small_root&) = delete;
  small_root& operator=(const small_root&) = delete;
  ~small_root() { fs::remove_all(folder_); }

  const fs::path& folder() const { return folder_; }
  fs::path manifest() const { return folder_ / "m.json"; }

  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file) << text;
  }

 private:
  fs::path folder_;
};

json::object a_pattern() {
  return {{"name", "pattern"},         {"kind", "pattern"},
          {"file", "patterns/l.cpp"},  {"expected", json::array()},
          {"shows", "how it is done"}, {"hint", "do it"}};
}

json::object a_bug() {
  return {{"name", "bug"},
          {"kind", "antipattern"},
          {"file", "antipatterns/l/bug.cpp"},
          {"expected", {"data-race"}},
          {"shows", "how it is not done"},
          {"hint", "do it otherwise"}};
}

json::object a_lesson() {
  return {{"name", "l"},
          {"title", "L"},
          {"header", "lessons/l.hpp"},
          {"scenario", {"scenario/l.cpp"}},
          {"contract", "It does."},
          {"variants", {a_pattern(), a_bug()}}};
}

json::object a_list(const std::string& name, const std::string& item) {
  return {{"name", name},
          {"where", "https://example.org"},
          {"items",
           json::array{json::object{{"id", item}, {"title", "Avoid it"}}}}};
}

json::object a_manifest() { return {{"lessons", {a_lesson()}}}; }

manifest load_text(const std::string& text) {
  const small_root root;
  root.write("m.json", text);
  return load(root.manifest(), root.folder());
}

manifest load_value(const json::object& value) {
  return load_text(json::serialize(value));
}

// What is wrong with `text`, without the name of the manifest.
std::string complaint(const std::string& text) {
  try {
    load_text(text);
  } catch (const manifest_error& error) {
    const std::string what = error.what();
    const auto name = what.find("/m.json: ");
    BOOST_REQUIRE(name != std::string::npos);
    return what.substr(name + 9);
  }
  return "nothing";
}

// What is wrong with these lists, or with a bug that is `source`, without the
// name of the file.
std::string complaint_about_sources(const json::array& lists,
                                    const json::array& source) {
  const small_root root;
  auto value = a_manifest();
  auto& lesson = value["lessons"].as_array()[0].as_object();
  lesson["variants"].as_array()[1].as_object()["sources"] = source;
  root.write("m.json", json::serialize(value));
  root.write("sources.json", json::serialize(json::object{{"lists", lists}}));
  try {
    load(root.manifest(), root.folder());
  } catch (const manifest_error& error) {
    const std::string what = error.what();
    return what.substr(what.rfind('/', what.find(".json")) + 1);
  }
  return "nothing";
}

template <class Change>
std::string complaint_about_lesson(Change change) {
  auto value = a_manifest();
  change(value["lessons"].as_array()[0].as_object());
  return complaint(json::serialize(value));
}

template <class Change>
std::string complaint_about_variant(std::size_t index, Change change) {
  return complaint_about_lesson([&](json::object& lesson) {
    change(lesson["variants"].as_array()[index].as_object());
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_manifest)

BOOST_AUTO_TEST_CASE(is_read_whole) {
  const auto all = load_value(a_manifest());
  BOOST_REQUIRE(all.lessons.size() == 1U);
  const auto& lesson = all.lessons[0];
  BOOST_TEST(lesson.name == "l");
  BOOST_TEST(lesson.title == "L");
  BOOST_TEST(lesson.header == "lessons/l.hpp");
  BOOST_TEST(lesson.scenario.at(0) == "scenario/l.cpp");
  BOOST_TEST(lesson.contract == "It does.");
  BOOST_REQUIRE(lesson.variants.size() == 2U);
  BOOST_TEST((lesson.variants[0].kind == kind::pattern));
  BOOST_TEST(lesson.variants[0].expected.empty());
  const auto& bug = lesson.variants[1];
  BOOST_TEST((bug.kind == kind::antipattern));
  BOOST_TEST(bug.file == "antipatterns/l/bug.cpp");
  BOOST_TEST(bug.expected.at(0) == "data-race");
  BOOST_TEST(bug.shows == "how it is not done");
  BOOST_TEST(bug.hint == "do it otherwise");
  BOOST_TEST(bug.larger_because == "");
}

BOOST_AUTO_TEST_CASE(may_say_why_a_twin_differs_by_much) {
  auto value = a_manifest();
  auto& lesson = value["lessons"].as_array()[0].as_object();
  auto& bug = lesson["variants"].as_array()[1].as_object();
  bug["larger_because"] = "it has to";
  BOOST_TEST(load_value(value).lessons[0].variants[1].larger_because ==
             "it has to");
}

BOOST_AUTO_TEST_CASE(that_is_missing_is_named) {
  BOOST_CHECK_EXCEPTION(load("/nowhere/m.json", "/"), manifest_error,
                        [](const manifest_error& error) {
                          return std::string(error.what()) ==
                                 "/nowhere/m.json: cannot be read";
                        });
}

BOOST_AUTO_TEST_CASE(that_is_no_json_is_refused_at_its_line) {
  BOOST_TEST(complaint("{\n\"lessons\": [\n}").starts_with("line 3: "));
  BOOST_TEST(complaint("{\"lessons\": []} x").starts_with("line 1: "));
  BOOST_TEST(complaint("{\"lessons\": [").starts_with("line 1: "));
}

BOOST_AUTO_TEST_CASE(may_name_only_known_findings) {
  BOOST_TEST(
      complaint_about_variant(1, [](json::object& bug) {
        bug["expected"] = json::array{"data-rice"};
      }) == "lesson \"l\", variant \"bug\": unknown finding \"data-rice\"");
}

BOOST_AUTO_TEST_CASE(may_expect_each_finding_once) {
  BOOST_TEST(
      complaint_about_variant(1,
                              [](json::object& bug) {
                                bug["expected"] = {"data-race", "data-race"};
                              }) ==
      "lesson \"l\", variant \"bug\": "
      "the same finding is expected twice");
}

BOOST_AUTO_TEST_CASE(expects_nothing_of_a_pattern) {
  BOOST_TEST(complaint_about_variant(0,
                                     [](json::object& pattern) {
                                       pattern["expected"] =
                                           json::array{"data-race"};
                                     }) ==
             "lesson \"l\", variant \"pattern\": "
             "a pattern can have no expected findings");
}

BOOST_AUTO_TEST_CASE(expects_something_of_an_antipattern) {
  BOOST_TEST(
      complaint_about_variant(
          1, [](json::object& bug) { bug["expected"] = json::array(); }) ==
      "lesson \"l\", variant \"bug\": "
      "an antipattern must have expected findings");
}

BOOST_AUTO_TEST_CASE(may_not_name_a_file_that_is_missing) {
  BOOST_TEST(complaint_about_variant(1,
                                     [](json::object& bug) {
                                       bug["file"] = "antipatterns/l/bag.cpp";
                                     }) ==
             "lesson \"l\", variant \"bug\": "
             "there is no file \"antipatterns/l/bag.cpp\"");
  BOOST_TEST(complaint_about_lesson([](json::object& lesson) {
               lesson["header"] = "lessons/m.hpp";
             }) ==
             "lesson \"l\": "
             "there is no file \"patterns/lessons/m.hpp\"");
  BOOST_TEST(complaint_about_lesson([](json::object& lesson) {
               lesson["scenario"] = json::array{"scenario/m.cpp"};
             }) == "lesson \"l\": there is no file \"scenario/m.cpp\"");
}

BOOST_AUTO_TEST_CASE(may_not_give_a_name_twice) {
  BOOST_TEST(complaint_about_variant(
                 1, [](json::object& bug) { bug["name"] = "pattern"; }) ==
             "lesson \"l\", variant \"pattern\": "
             "the name is given twice");
  auto value = a_manifest();
  value["lessons"].as_array().push_back(a_lesson());
  BOOST_TEST(complaint(json::serialize(value)) ==
             "lesson \"l\": the name is given twice");
}

BOOST_AUTO_TEST_CASE(has_one_pattern_for_each_lesson) {
  BOOST_TEST(complaint_about_lesson([](json::object& lesson) {
               lesson["variants"] = json::array{a_bug()};
             }) == "lesson \"l\": has 0 patterns, not one");
}

BOOST_AUTO_TEST_CASE(has_no_unknown_fields) {
  BOOST_TEST(complaint_about_variant(1, [](json::object& bug) {
               bug["hnit"] = "";
             }) == "lesson \"l\", variant \"bug\": unknown field \"hnit\"");
}

BOOST_AUTO_TEST_CASE(has_all_fields) {
  for (const char* field :
       {"title", "header", "scenario", "contract", "variants"})
    BOOST_TEST(complaint_about_lesson([&](json::object& lesson) {
                 lesson.erase(field);
               }) == "lesson \"l\": \"" + std::string(field) + "\" is missing");
  for (const char* field : {"kind", "file", "expected", "shows", "hint"})
    BOOST_TEST(complaint_about_variant(
                   1, [&](json::object& bug) { bug.erase(field); }) ==
               "lesson \"l\", variant \"bug\": \"" + std::string(field) +
                   "\" is missing");
}

BOOST_AUTO_TEST_CASE(knows_two_kinds) {
  BOOST_TEST(complaint_about_variant(
                 1, [](json::object& bug) { bug["kind"] = "bug"; }) ==
             "lesson \"l\", variant \"bug\": kind \"bug\" is neither "
             "\"pattern\" nor \"antipattern\"");
}

BOOST_AUTO_TEST_CASE(has_hints_of_one_line) {
  BOOST_TEST(complaint_about_variant(
                 1, [](json::object& bug) { bug["hint"] = "two\nlines"; }) ==
             "lesson \"l\", variant \"bug\": "
             "\"hint\" is longer than one line");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_sources)

BOOST_AUTO_TEST_CASE(are_read_with_the_subjects_that_are_one) {
  const small_root root;
  auto value = a_manifest();
  auto& lesson = value["lessons"].as_array()[0].as_object();
  lesson["variants"].as_array()[1].as_object()["sources"] = json::array{"CP.2"};
  root.write("m.json", json::serialize(value));
  root.write("sources.json",
             json::serialize(json::object{
                 {"lists", json::array{a_list("Rules", "CP.2")}}}));
  const auto all = load(root.manifest(), root.folder());
  BOOST_REQUIRE(all.sources.size() == 1U);
  BOOST_TEST(all.sources[0].name == "Rules");
  BOOST_TEST(all.sources[0].where == "https://example.org");
  BOOST_TEST(all.sources[0].items.at(0).id == "CP.2");
  BOOST_TEST(all.sources[0].items.at(0).title == "Avoid it");
  const auto shown = subjects_of_source(all, "CP.2");
  BOOST_REQUIRE(shown.size() == 1U);
  BOOST_TEST(path(shown[0]) == "l/bug");
  BOOST_TEST(subjects_of_source(all, "CP.3").empty());
}

BOOST_AUTO_TEST_CASE(may_be_missing) {
  const auto all = load_value(a_manifest());
  BOOST_TEST(all.sources.empty());
  BOOST_TEST(all.lessons[0].variants[1].sources.empty());
}

BOOST_AUTO_TEST_CASE(that_are_unknown_are_refused_at_their_entry) {
  BOOST_TEST(complaint_about_sources(json::array{a_list("Rules", "CP.2")},
                                     json::array{"CP.3"}) ==
             "m.json: lesson \"l\", variant \"bug\": "
             "unknown source \"CP.3\"");
  BOOST_TEST(complaint_about_variant(1, [](json::object& bug) {
               bug["sources"] = json::array{"CP.2"};
             }) == "lesson \"l\", variant \"bug\": unknown source \"CP.2\"");
}

BOOST_AUTO_TEST_CASE(are_named_once) {
  BOOST_TEST(complaint_about_sources(json::array{a_list("Rules", "CP.2")},
                                     json::array{"CP.2", "CP.2"}) ==
             "m.json: lesson \"l\", variant \"bug\": "
             "the same source is named twice");
}

BOOST_AUTO_TEST_CASE(are_none_of_a_pattern) {
  const small_root root;
  auto value = a_manifest();
  auto& lesson = value["lessons"].as_array()[0].as_object();
  lesson["variants"].as_array()[0].as_object()["sources"] = json::array{"CP.2"};
  root.write("m.json", json::serialize(value));
  root.write("sources.json",
             json::serialize(json::object{
                 {"lists", json::array{a_list("Rules", "CP.2")}}}));
  BOOST_CHECK_THROW(load(root.manifest(), root.folder()), manifest_error);
}

BOOST_AUTO_TEST_CASE(have_ids_that_no_other_list_has) {
  BOOST_TEST(complaint_about_sources(
                 json::array{a_list("Rules", "CP.2"), a_list("Races", "CP.2")},
                 json::array()) ==
             "sources.json: list \"Races\", item \"CP.2\": "
             "the id is given twice");
}

BOOST_AUTO_TEST_CASE(have_all_their_fields_and_no_others) {
  auto without = a_list("Rules", "CP.2");
  without.erase("where");
  BOOST_TEST(complaint_about_sources(json::array{without}, json::array()) ==
             "sources.json: list \"Rules\": \"where\" is missing");
  auto with = a_list("Rules", "CP.2");
  with["items"].as_array()[0].as_object()["tilte"] = "";
  BOOST_TEST(complaint_about_sources(json::array{with}, json::array()) ==
             "sources.json: list \"Rules\", item \"CP.2\": "
             "unknown field \"tilte\"");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(subjects_by_name)

BOOST_AUTO_TEST_CASE(are_found_by_lesson_and_variant) {
  const auto all = load_value(a_manifest());
  const auto found = find_subject(all, "l/bug");
  BOOST_REQUIRE(found.variant);
  BOOST_TEST(found.lesson == &all.lessons[0]);
  BOOST_TEST(found.variant == &all.lessons[0].variants[1]);
  BOOST_TEST(path(found) == "l/bug");
}

BOOST_AUTO_TEST_CASE(that_do_not_exist_are_not_found) {
  const auto all = load_value(a_manifest());
  for (const char* name : {"l/bag", "m/bug", "l", "", "l/", "/bug"})
    BOOST_TEST(!find_subject(all, name).variant);
  BOOST_TEST(!find_lesson(all, "m"));
  BOOST_TEST(find_lesson(all, "l") == &all.lessons[0]);
}

BOOST_AUTO_TEST_CASE(come_in_the_order_of_the_manifest) {
  const auto all = load_value(a_manifest());
  const auto found = subjects(all);
  BOOST_REQUIRE(found.size() == 2U);
  BOOST_TEST(path(found[0]) == "l/pattern");
  BOOST_TEST(path(found[1]) == "l/bug");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(the_shipped_manifest_lists_every_twin_there_is) {
  const fs::path root = RACELAB_SOURCE_ROOT;
  const auto all = load(root / "harness/catalogue/catalogue.json", root);
  std::set<std::string> listed;
  for (const auto& each : subjects(all)) listed.insert(each.variant->file);
  std::set<std::string> present;
  for (const auto& file : fs::directory_iterator(root / "patterns"))
    if (file.path().extension() == ".cpp")
      present.insert("patterns/" + file.path().filename().string());
  for (const auto& file :
       fs::recursive_directory_iterator(root / "antipatterns"))
    if (file.path().extension() == ".cpp")
      present.insert(fs::relative(file.path(), root).generic_string());
  BOOST_TEST(listed == present, boost::test_tools::per_element());
}
