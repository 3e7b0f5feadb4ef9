// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/background_judge.hpp"

#include <boost/test/unit_test.hpp>

#include <semaphore>
#include <stdexcept>
#include <string>

#include <poll.h>

namespace racelab::workshop {
namespace {

exercise named(std::string name) {
  exercise what;
  what.name = std::move(name);
  return what;
}

void wait_for(const wake_up& told) {
  pollfd watched{told.descriptor(), POLLIN, 0};
  ::poll(&watched, 1, -1);
}

judged_attempt next_of(background_judge& judge, wake_up& told) {
  for (;;) {
    wait_for(told);
    told.forget();
    if (auto news = judge.take()) return *std::move(news);
  }
}

// Until it is told to stop.
attempt judge_for_ever(const std::stop_token& stop) {
  std::binary_semaphore stopped{0};
  const std::stop_callback when(stop, [&] { stopped.release(); });
  stopped.acquire();
  throw interrupted();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(judging_in_the_background)

BOOST_AUTO_TEST_CASE(gives_its_result_once_and_judges_nothing_then) {
  wake_up told;
  background_judge judge(
      [](const exercise& what, bool, const std::stop_token&,
         const step_function&) {
        attempt result;
        result.digest = what.name;
        return result;
      },
      told);
  BOOST_TEST(judge.judging() == nullptr);
  const exercise one = named("one");
  judge.start(one);
  BOOST_TEST(judge.judging() == &one);
  BOOST_TEST(next_of(judge, told).result.value().digest == "one");
  BOOST_TEST(judge.judging() == nullptr);
  BOOST_TEST(!judge.take().has_value());
}

BOOST_AUTO_TEST_CASE(stops_what_a_later_start_makes_stale_and_forgets_it) {
  wake_up told;
  std::binary_semaphore begun{0};
  std::binary_semaphore stopped{0};
  background_judge judge(
      [&](const exercise& what, bool, const std::stop_token& stop,
          const step_function& tell) {
        if (what.name == "stale") {
          begun.release();
          try {
            judge_for_ever(stop);
          } catch (const interrupted&) {
            tell({0, "late", 0.5});
            stopped.release();
            throw;
          }
        }
        stopped.acquire();
        return attempt{};
      },
      told);
  const exercise stale = named("stale");
  const exercise fresh = named("fresh");
  judge.start(stale);
  begun.acquire();
  judge.start(fresh);
  BOOST_TEST(next_of(judge, told).exercise == "fresh");
  BOOST_TEST(judge.now().doing == "");
}

BOOST_AUTO_TEST_CASE(tells_why_there_is_no_result) {
  wake_up told;
  background_judge judge(
      [](const exercise&, bool, const std::stop_token&, const step_function&)
          -> attempt { throw std::runtime_error("the file cannot be read"); },
      told);
  const exercise one = named("one");
  judge.start(one);
  const judged_attempt news = next_of(judge, told);
  BOOST_TEST(!news.result.has_value());
  BOOST_TEST(news.failure == "the file cannot be read");
}

BOOST_AUTO_TEST_CASE(says_how_far_it_is) {
  wake_up told;
  background_judge judge(
      [](const exercise&, bool, const std::stop_token& stop,
         const step_function& tell) {
        tell({0, "compiles", 0});
        return judge_for_ever(stop);
      },
      told);
  const exercise one = named("one");
  judge.start(one);
  wait_for(told);
  BOOST_TEST(judge.now().doing == "compiles");
}

BOOST_AUTO_TEST_CASE(stops_everything_at_its_end) {
  wake_up told;
  const exercise one = named("one");
  std::counting_semaphore<2> stopped{0};
  {
    background_judge judge(
        [&](const exercise&, bool, const std::stop_token& stop,
            const step_function&) -> attempt {
          try {
            return judge_for_ever(stop);
          } catch (const interrupted&) {
            stopped.release();
            throw;
          }
        },
        told);
    judge.start(one);
    judge.start(one);
  }
  BOOST_TEST(stopped.try_acquire());
  BOOST_TEST(stopped.try_acquire());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
