// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/archive.hpp"
#include "harness/report/annotated.hpp"
#include "harness/report/json.hpp"
#include "harness/tests/report/samples.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace racelab::report {

BOOST_AUTO_TEST_SUITE(archive)

BOOST_AUTO_TEST_CASE(an_archived_result_is_shown_as_it_was) {
  const run_result run = good_run();
  run_result again = run;
  for (subject_result& each : again.subjects) each = unarchived(archived(each));
  BOOST_TEST(json(again) == json(run));
  for (std::size_t i = 0; i < run.subjects.size(); ++i)
    BOOST_TEST(annotated(again.subjects[i], sample_sources(), plain(100)) ==
               annotated(run.subjects[i], sample_sources(), plain(100)));
}

BOOST_AUTO_TEST_CASE(every_field_of_the_evidence_is_kept) {
  subject_result result;
  shown_finding& shown = result.findings.emplace_back();
  shown.finding.race.emplace().repeated = true;
  shown.finding.events = {3, SIZE_MAX};
  shown.evidence.use = "stopped at 5 ms";
  shown.evidence.unit = observe::virtual_time(INT64_MAX);
  shown.evidence.events.emplace_back().value = INT64_MIN;
  shown.evidence.events.back().text = "not UTF-8: \xff";
  shown.evidence.calls.emplace_back().interruptible = false;
  result.schedules.seed = 0;
  result.schedules.log10_total = 1.0 / 3;
  const subject_result again = unarchived(archived(result));
  const shown_finding& kept = again.findings.at(0);
  BOOST_TEST(kept.finding.race.value().repeated);
  BOOST_TEST((kept.finding.events == shown.finding.events));
  BOOST_TEST(kept.evidence.use == shown.evidence.use);
  BOOST_TEST((kept.evidence.unit == shown.evidence.unit));
  BOOST_TEST(kept.evidence.events.at(0).value == INT64_MIN);
  BOOST_TEST(kept.evidence.events.at(0).text == "not UTF-8: \xff");
  BOOST_TEST(!kept.evidence.calls.at(0).interruptible);
  BOOST_TEST((again.schedules.seed == result.schedules.seed));
  BOOST_TEST(again.schedules.log10_total == 1.0 / 3);
  BOOST_TEST(archived(again) == archived(result));
}

BOOST_AUTO_TEST_CASE(what_is_no_archived_result_is_refused) {
  const std::string good = archived({});
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("{}"),
        good.substr(0, good.size() - 1), "[1," + good.substr(1)})
    BOOST_CHECK_THROW(unarchived(text), std::exception);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report
