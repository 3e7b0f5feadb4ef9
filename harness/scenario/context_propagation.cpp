// Distributed under the Boost Software License, Version 1.0.
//
// A source of two pages, which nothing can interrupt, and a summary of them.
#include "lessons/context_propagation.hpp"
#include "harness/scenario/drive.hpp"
#include "harness/scenario/service_call.hpp"

#include <iterator>

namespace racelab::scenario {
namespace {

using context_propagation::page;
using context_propagation::report;

enum service : std::uint32_t { summary_service, first_page, second_page };
constexpr const char* names[] = {"summary", "page 1", "page 2"};
constexpr std::uint32_t pages = 2;

// What the calls without an argument are recorded with: an empty one would say
// that the caller had nothing to ask with yet.
constexpr const char* all_of_it = "all";
constexpr const char* from_the_start = "start";

// Everything it knows is fixed when it is made, so that its calls share nothing
// that they would have to synchronise.
class simulated_source final : public context_propagation::source {
 public:
  simulated_source()
      : summary_(fresh("summary")),
        cursors_{"", fresh("cursor")},
        pages_{{fresh("page"), cursors_[1]}, {fresh("page"), ""}} {}

  std::string summary(const context& ctx) override {
    answer(
        call_service(summary_service, names[summary_service], ctx, all_of_it),
        summary_);
    return summary_;
  }

  page read(const std::string& cursor) override {
    for (std::uint32_t i = 0; i < pages; ++i) {
      if (cursors_[i] != cursor) continue;
      const std::uint32_t which = first_page + i;
      answer(call_service(which, names[which],
                          cursor.empty() ? from_the_start : cursor),
             pages_[i].text + '\n' + pages_[i].next);
      return pages_[i];
    }
    racelab_wrong_result("it reads a page that there is not");
    return {};
  }

  // What is wrong with `made`, in words; empty: nothing.
  std::string mistake_in(const report& made) const {
    if (made.pages.size() != pages)
      return "it has " + std::to_string(made.pages.size()) + " of " +
             std::to_string(pages) + " pages";
    for (std::uint32_t i = 0; i < pages; ++i)
      if (made.pages[i] != pages_[i].text)
        return std::string(names[first_page + i]) + " is not in its place";
    if (made.summary != summary_) return "the summary is missing";
    return {};
  }

 private:
  const std::string summary_;
  const std::string cursors_[pages];
  const page pages_[pages];
};

struct call_of_function {
  simulated_source* source;
  returned<report> made;
};

RACELAB_NOT_INSTRUMENTED
void call(const context& ctx, void* state) {
  auto* what = static_cast<call_of_function*>(state);
  ::new (what->made.place())
      report(context_propagation::make_report(ctx, *what->source));
}

}  // namespace
}  // namespace racelab::scenario

void racelab_describe(racelab::wire::scenario* about) {
  using namespace racelab::scenario;
  warm_up_libraries();
  describe_services(about, names);
  about->each_once = true;
  about->uninterruptible = 1U << first_page | 1U << second_page;
}

void racelab_scenario(const racelab::wire::environment* env) {
  using namespace racelab::scenario;
  simulated_source source;
  call_of_function what{&source, {}};
  drive_to_result(*env, call, &what, what.made,
                  [&](const auto& made) { return source.mistake_in(made); });
}
