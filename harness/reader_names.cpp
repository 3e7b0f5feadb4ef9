// Distributed under the Boost Software License, Version 1.0.
#include "harness/reader_names.hpp"

namespace racelab {

std::filesystem::path compiled_file(const task& what) {
  return std::filesystem::absolute(what.source.file).lexically_normal();
}

reader_names::reader_names(const installation& here, const task& what)
    : compiled_(compiled_file(what).string()),
      given_(what.result.file),
      root_(here.toolchain.source_root.string() + '/') {}

void reader_names::rename(observe::observation& seen) const {
  for (observe::event& each : seen.events) {
    rename(each.stack);
  }
  for (observe::call& each : seen.calls) {
    rename(each.stack);
  }
  for (observe::thread& each : seen.threads) {
    rename(each.created);
  }
  for (observe::race& each : seen.races) {
    rename(each);
  }
}

void reader_names::rename(detect::finding& found) const {
  rename(found.file);
  rename(found.related);
  if (found.race) {
    rename(*found.race);
  }
}

void reader_names::rename(std::string& file) const {
  if (file == compiled_) {
    file = given_;
  } else if (file.rfind(root_, 0) == 0) {
    file.erase(0, root_.size());
  }
}

void reader_names::rename(observe::stack& frames) const {
  for (observe::frame& each : frames) {
    rename(each.file);
  }
}

void reader_names::rename(observe::race& race) const {
  for (observe::access& each : race.accesses) {
    rename(each.stack);
  }
  rename(race.location_stack);
}

}  // namespace racelab
