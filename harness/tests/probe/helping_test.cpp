// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/explorer.hpp"
#include "harness/explore/subject_session.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

namespace {

using namespace racelab;
using observe::event_kind;

// One case of helping.cpp, in all that may happen between its threads.
class one_case : public explore::runner {
 public:
  explicit one_case(unsigned which) : which_(which) {}

  explore::scenario offered() override {
    explore::scenario only = all_.offered();
    only.infallible = true;
    return only;
  }
  explore::run_result run(const explore::schedule& what,
                          explore::stacks detail) override {
    explore::schedule chosen = what;
    chosen.environment.order = which_;
    return all_.run(chosen, detail);
  }
  void renew() override { all_.renew(); }
  unsigned processes() const override { return all_.processes(); }

 private:
  unsigned which_;
  explore::subject_session all_{
      explore::subject{RACELAB_HELPING_SUBJECT, {RACELAB_HELPING_SOURCE}}};
};

// A schedule that did not come to its end, or saw what must not be.
std::vector<detect::finding> find_mistakes(const observe::observation& seen) {
  std::vector<detect::finding> found;
  const auto note = [&](std::string id) {
    found.push_back({std::move(id), "", "", 0, seen.token, {}, {}, {}});
  };
  if (seen.ending != observe::ending::finished) note("stuck");
  if (!seen.races.empty()) note("race");
  for (const observe::event& each : seen.events)
    if (each.kind == event_kind::wrong_result) note(each.text);
  return found;
}

struct exploration {
  explore::outcome all;
  unsigned helped = 0;  // schedules in which a task says that it is helped
};

exploration explored(unsigned which) {
  one_case subject(which);
  exploration done;
  done.all =
      explore::explore(subject, {}, [&](const observe::observation& seen) {
        if (!seen.calls.empty()) ++done.helped;
        return find_mistakes(seen);
      });
  return done;
}

}  // namespace

BOOST_DATA_TEST_CASE(a_wait_that_helps_is_never_stuck,
                     boost::unit_test::data::xrange(10U), which) {
  const explore::outcome seen = explored(which).all;
  for (const explore::proven_finding& each : seen.findings)
    BOOST_ERROR(each.finding.id << ", " << each.finding.schedule);
  for (const std::string& each : seen.inconclusive) BOOST_ERROR(each);
  BOOST_TEST(seen.explored.concurrent);
  BOOST_TEST(seen.explored.explored >= 100U);
  BOOST_TEST(seen.explored.cut_short == "");
}

BOOST_AUTO_TEST_CASE(a_wait_helps_in_some_schedules_and_not_in_others) {
  const exploration seen = explored(0);
  BOOST_TEST(seen.helped > 0U);
  BOOST_TEST(seen.helped < seen.all.explored.explored);
}

BOOST_AUTO_TEST_CASE(one_that_cannot_end_is_seen_to_be_stuck) {
  const explore::outcome seen = explored(10).all;
  BOOST_REQUIRE(!seen.findings.empty());
  BOOST_TEST(seen.findings.front().finding.id == "stuck");
}
