// Distributed under the Boost Software License, Version 1.0.
#include "harness/campaign/merge.hpp"
#include "harness/campaign/result_file.hpp"
#include "harness/campaign/shard.hpp"
#include "harness/campaign/table.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace racelab::campaign {
namespace {

namespace fs = std::filesystem;
using verdict = detect::verdict_kind;

judgement broken(std::string token) {
  judgement out;
  out.verdict = verdict::broken;
  out.as_expected = true;
  out.complete = true;
  out.schedules = 250;
  out.findings = {{"hang", "twin.cpp", 27, std::move(token)}};
  return out;
}

// By a failure of the machine's, after something had been found.
judgement cut_short(std::string reason) {
  judgement out = broken("o1");
  out.as_expected = out.complete = false;
  out.reasons = {std::move(reason)};
  return out;
}

// Two subjects, judged with the seeds 1 to 10 as far as they are the shard's.
result part(const shard& which, const std::string& compiler = "g++ 12.2.0") {
  result out;
  out.seeds = {1, 10};
  out.interleavings = 200;
  out.shards = which.count;
  for (const char* name : {"lesson/b_twin", "lesson/a_twin"}) {
    subject_seeds& each = out.subjects.emplace_back();
    each.subject = name;
    each.compiler = compiler;
    each.sources = "the sources";
    each.expected = {"hang"};
    for (std::uint32_t seed = 1; seed <= 10; ++seed)
      if (shard_with(seed, out.seeds, which.count) == which.index)
        each.judged[seed] = broken(seed == 7 ? "o7" : "o0");
  }
  return out;
}

std::vector<named_result> four_parts() {
  std::vector<named_result> parts;
  for (std::uint32_t i = 0; i < 4; ++i)
    parts.push_back({std::to_string(i) + ".json", part({i, 4})});
  return parts;
}

std::string refusal(const char* option, const char* index, const char* total) {
  std::optional<std::string> asked;
  if (option != nullptr) asked = option;
  try {
    return "taken as " + name_of(wanted_shard(asked, index, total));
  } catch (const shard_error& error) {
    return error.what();
  }
}

struct scratch_folder {
  scratch_folder() {
    std::string name = (fs::temp_directory_path() / "campaign.XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~scratch_folder() { fs::remove_all(path); }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;

  fs::path path;
};

std::string said_by(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_shard)

BOOST_AUTO_TEST_CASE(is_named_by_the_option_or_by_googletests_variables) {
  BOOST_TEST(refusal(nullptr, nullptr, nullptr) == "taken as 0/1");
  BOOST_TEST(refusal("3/4", nullptr, nullptr) == "taken as 3/4");
  BOOST_TEST(refusal(nullptr, "2", "5") == "taken as 2/5");
  BOOST_TEST(refusal("2/5", "2", "5") == "taken as 2/5");
}

BOOST_AUTO_TEST_CASE(that_makes_no_sense_is_refused_and_named) {
  for (const char* text : {"", "1", "1/", "/4", "-1/4", "1/4x", " 1/4", "1/0",
                           "0x1/4", "1/4/4", "99999999999/4"})
    BOOST_TEST(refusal(text, nullptr, nullptr) ==
               std::string("--shard ") + text +
                   ": a shard is I/N, two numbers, for instance 0/4");
  BOOST_TEST(refusal("4/4", nullptr, nullptr) ==
             "--shard 4/4: the shards of 4 are 0/4 to 3/4");
  BOOST_TEST(refusal("0/1000001", nullptr, nullptr) ==
             "--shard 0/1000001: there can be 1000000 shards at most");
  BOOST_TEST(refusal(nullptr, "5", "5").find("the shards of 5 are") !=
             std::string::npos);
  BOOST_TEST(refusal(nullptr, "one", "5").find("a shard is I/N") !=
             std::string::npos);
  BOOST_TEST(refusal("0/4", "1", "4").find("contradicts") != std::string::npos);
  BOOST_TEST(refusal("0/4", "1", nullptr).find("go together") !=
             std::string::npos);
  BOOST_TEST(refusal(nullptr, nullptr, "4").find("go together") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(has_every_seed_that_no_other_has) {
  const seed_range ranges[]{{1, 1}, {1, 10}, {7, 40}, {4294967290, 4294967295}};
  for (const seed_range& range : ranges)
    for (std::uint32_t count = 1; count <= 50; ++count) {
      std::vector<std::uint64_t> seeds(count);
      for (std::uint64_t seed = range.first; seed <= range.last; ++seed)
        ++seeds.at(shard_with(static_cast<std::uint32_t>(seed), range, count));
      const auto [least, most] =
          std::minmax_element(seeds.begin(), seeds.end());
      BOOST_TEST(*most - *least <= 1);
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(merging)

BOOST_AUTO_TEST_CASE(gives_the_same_in_whatever_order_and_however_often) {
  std::vector<named_result> parts = four_parts();
  const result whole = join(parts).all;
  BOOST_TEST(judgements_in(whole) == 20U);
  BOOST_TEST(missing_shards(whole).empty());
  std::reverse(parts.begin(), parts.end());
  BOOST_TEST((join(parts).all == whole));
  parts.push_back({"whole.json", whole});
  parts.push_back(parts.front());
  const joined again = join(parts);
  BOOST_TEST((again.all == whole));
  BOOST_TEST(again.conflicts.empty());
  BOOST_TEST((join({{"whole.json", whole}}).all == whole));
}

BOOST_AUTO_TEST_CASE(gives_what_a_single_shard_gives) {
  result whole = join(four_parts()).all;
  whole.shards = 1;
  BOOST_TEST((whole == join({{"one.json", part({0, 1})}}).all));
}

BOOST_AUTO_TEST_CASE(names_the_shards_of_which_something_is_missing) {
  std::vector<named_result> parts = four_parts();
  parts.erase(parts.begin() + 2);
  parts[0].content.subjects[1].judged.erase(5);
  parts.push_back({"clang.json", part({3, 4}, "clang++ 14.0.6")});
  const report::look plain;
  BOOST_TEST(missing_table(join(parts).all, plain) ==
             "Missing: shard 0/4 of clang++ 14.0.6, 0 of 6 judgements\n"
             "Missing: shard 1/4 of clang++ 14.0.6, 0 of 6 judgements\n"
             "Missing: shard 2/4 of clang++ 14.0.6, 0 of 4 judgements\n"
             "Missing: shard 0/4 of g++ 12.2.0, 5 of 6 judgements\n"
             "Missing: shard 2/4 of g++ 12.2.0, 0 of 4 judgements\n");
}

BOOST_AUTO_TEST_CASE(names_the_shards_that_are_there_twice) {
  std::vector<named_result> parts = four_parts();
  BOOST_TEST(join(parts).repeated.empty());
  parts.push_back({"copy.json", part({1, 4})});
  const std::vector<std::string> expected{
      "shard 1/4 of g++ 12.2.0 is in 1.json and copy.json"};
  BOOST_TEST(join(parts).repeated == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(names_a_seed_that_two_files_tell_differently) {
  std::vector<named_result> parts = four_parts();
  parts.push_back({"other.json", part({1, 4})});
  parts.back().content.subjects[0].judged[2] = broken("o1");
  const std::vector<std::string> expected{
      "lesson/b_twin with seed 2 (g++ 12.2.0) is broken, 250 schedules, hang "
      "twin.cpp:27 o0 in 1.json, and broken, 250 schedules, hang twin.cpp:27 "
      "o1 in other.json"};
  BOOST_TEST(join(parts).conflicts == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(refuses_parts_of_different_campaigns) {
  const auto conflict_with = [](const auto& change) {
    std::vector<named_result> parts = four_parts();
    change(parts[3].content);
    const auto conflicts = join(parts).conflicts;
    return conflicts.empty() ? std::string() : conflicts.front();
  };
  BOOST_TEST(conflict_with([](result&) {}) == "");
  BOOST_TEST(
      conflict_with([](result& of) { of.shards = 5; }) ==
      "0.json and 3.json are of different campaigns: seeds 1 to 10, "
      "--schedules 200, 4 shards; seeds 1 to 10, --schedules 200, 5 shards");
  BOOST_TEST(conflict_with([](result& of) { of.seeds.last = 11; }) != "");
  BOOST_TEST(conflict_with([](result& of) { of.interleavings = 9; }) != "");
  const std::string other_sources =
      "0.json and 3.json have judged different sources of lesson/b_twin";
  BOOST_TEST(conflict_with([](result& of) {
               of.subjects[0].sources = "changed";
             }) == other_sources);
  BOOST_TEST(conflict_with([](result& of) {
               of.subjects[0].sources = "changed";
               of.subjects[0].compiler = "clang++ 14.0.6";
             }) == other_sources);
  BOOST_TEST(conflict_with([](result& of) {
               of.subjects[0].expected = {"crash"};
             }) == other_sources);
}

BOOST_AUTO_TEST_CASE(believes_who_came_to_the_end) {
  std::vector<named_result> parts = four_parts();
  const result whole = join(parts).all;
  parts.insert(parts.begin(), {"unsure.json", part({1, 4})});
  parts.front().content.subjects[0].judged[2] = cut_short("no memory");
  BOOST_TEST((join(parts).all == whole));
  BOOST_TEST(join(parts).conflicts.empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(the_table_tells_what_was_as_expected_and_what_was_not) {
  result all = part({1, 4});
  all.subjects[0].judged[2] = cut_short("no memory");
  all.subjects[1].judged.clear();
  report::look plain;
  plain.unicode = true;
  BOOST_TEST(table(all, plain) ==
             "g++ 12.2.0\n"
             "\u2717 lesson/b_twin  2 of 3: hang\n"
             "    not with seed 2: no memory\n"
             "? lesson/a_twin  0 of 0: hang\n"
             "3 judgements, 750 schedules.\n");
}

BOOST_FIXTURE_TEST_SUITE(a_file, scratch_folder)

BOOST_AUTO_TEST_CASE(holds_all_that_a_result_is) {
  result all = part({1, 4});
  all.subjects[1].judged[2] = cut_short("no \"memory\"");
  BOOST_TEST((parse_json(json(all)) == all));
}

BOOST_AUTO_TEST_CASE(that_is_no_result_is_named_with_what_is_wrong) {
  const std::string text = json(part({0, 1}));
  const auto complaint = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return said_by([&] { parse_json(changed); });
  };
  BOOST_TEST(said_by([&] { parse_json(text.substr(0, text.size() / 2)); }) ==
             "it is no JSON (incomplete JSON)");
  BOOST_TEST(said_by([] { parse_json("[]"); }) ==
             "it is no result of a campaign");
  BOOST_TEST(complaint("\"schema\": 1", "\"schema\": 2") ==
             "its schema is not 1");
  BOOST_TEST(complaint("\"broken\"", "\"bent\"") ==
             "no verdict is called bent");
  BOOST_TEST(complaint("\"to\": 10", "\"to\": 5") ==
             "seed 6 is not among 1 to 5");
  BOOST_TEST(complaint("\"shards\": 1", "\"shards\": 0") == "it plans nothing");
  BOOST_TEST(complaint("\"shards\": 1", "\"shards\": 4000000000") ==
             "it has more than 1000000 shards");
  BOOST_TEST(complaint("\"from\": 1", "\"from\": -1") ==
             "it is no result of a campaign");
  BOOST_TEST(said_by([] {
               parse_json(R"({"schema": 1, "from": 1, "to": 4, "shards": 2,
                              "interleavings": 200, "subjects": []})");
             }) == "it plans nothing");
  BOOST_TEST(said_by([&] { read_file(path / "none.json"); }) ==
             "cannot read " + (path / "none.json").string());
}

BOOST_AUTO_TEST_CASE(is_gone_on_from_unless_the_sources_have_changed) {
  const fs::path file = place_in(path, "g++ 12.2.0", {1, 4});
  BOOST_TEST(file.filename() == "g++-12.2.0.shard-1-of-4.json");
  result now = part({1, 4});
  BOOST_TEST(!read_to_go_on(file, now).has_value());
  result before = now;
  before.subjects[0].judged[2] = cut_short("no memory");
  std::ofstream(file) << json(before);
  for (subject_seeds& each : now.subjects) each.judged.clear();
  now.seeds.last = 12;
  now.subjects[1].sources = "changed";
  BOOST_TEST(take_over(now, read_to_go_on(file, now).value()) == 2U);
  BOOST_TEST(now.subjects[0].judged.size() == 2U);
  BOOST_TEST(!now.subjects[0].judged.contains(2));
  BOOST_TEST(now.subjects[1].judged.empty());
}

BOOST_AUTO_TEST_CASE(of_another_campaign_is_not_written_over) {
  const fs::path file = path / "part.json";
  std::ofstream(file) << json(part({1, 4}));
  const auto complaint = [&](const auto& change) {
    result wanted = part({1, 4});
    change(wanted);
    return said_by([&] { read_to_go_on(file, wanted); });
  };
  BOOST_TEST(complaint([](result&) {}) == "");
  BOOST_TEST(complaint([](result& to) { to.seeds.last = 9; }) ==
             file.string() +
                 " is of another campaign (seeds 1 to 10, --schedules 200, 4 "
                 "shards; 2 subjects): name another folder");
  BOOST_TEST(complaint([](result& to) { to.seeds.first = 2; }) != "");
  BOOST_TEST(complaint([](result& to) { to.interleavings = 9; }) != "");
  BOOST_TEST(complaint([](result& to) { to.subjects.pop_back(); }) != "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::campaign
