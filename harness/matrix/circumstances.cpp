// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/circumstances.hpp"

#include "harness/explore/schedule_space.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>

namespace racelab::matrix {
namespace {

using observe::environment;

std::vector<environment> stopped(const explore::scenario& about,
                                 std::uint32_t order) {
  std::vector<environment> all = explore::stopped_at_each_step(
      about, order, about.unit * (about.max_steps + 1));
  for (environment each : explore::stopped_before()) {
    each.order = order;
    all.push_back(each);
  }
  return all;
}

// One of these, one of those.
std::vector<environment> alternating(const std::vector<environment>& these,
                                     const std::vector<environment>& those) {
  std::vector<environment> all;
  for (std::size_t i = 0; i < std::max(these.size(), those.size()); ++i) {
    if (i < these.size()) all.push_back(these[i]);
    if (i < those.size()) all.push_back(those[i]);
  }
  return all;
}

unsigned number_of(observe::stop how) {
  switch (how) {
    case observe::stop::none:
      return 0;
    case observe::stop::cancel:
      return 1;
    case observe::stop::deadline:
      return 2;
  }
  return 0;
}

}  // namespace

circumstances::circumstances(const explore::scenario& about) {
  const auto orders =
      static_cast<std::uint32_t>(explore::count_orders(about.services));
  for (std::uint32_t order = 0; order < orders; ++order) {
    const std::array one{order};
    for (const environment& each :
         alternating(explore::unstopped(about, one), stopped(about, order)))
      if (std::find(all_.begin(), all_.end(), each) == all_.end())
        all_.push_back(each);
  }
}

environment circumstances::at(std::size_t number) const {
  return all_.at(number % all_.size());
}

std::vector<std::string> program_arguments(const environment& env,
                                           std::size_t number) {
  return {std::to_string(env.order),
          std::to_string(env.fault),
          std::to_string(number_of(env.stopped_by)),
          std::to_string(env.stop_step),
          std::to_string(env.use),
          std::to_string(number)};
}

explore::scenario parse_description(std::string_view text) {
  std::istringstream in{std::string(text)};
  explore::scenario about;
  long long unit = 0;
  int infallible = 0;
  if (!(in >> about.services >> about.max_steps >> unit >> infallible) ||
      unit <= 0)
    throw std::runtime_error("the program does not say what it offers: " +
                             std::string(text));
  about.unit = observe::virtual_time(unit);
  about.infallible = infallible != 0;
  for (unsigned services = 0; in >> services;)
    about.other_uses.push_back(services);
  return about;
}

}  // namespace racelab::matrix
