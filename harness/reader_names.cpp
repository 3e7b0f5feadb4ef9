// Distributed under the Boost Software License, Version 1.0.
#include "harness/reader_names.hpp"

#include "harness/every_frame.hpp"

namespace racelab {

std::filesystem::path compiled_file(const task& what) {
  return std::filesystem::absolute(what.source.file).lexically_normal();
}

reader_names::reader_names(const installation& here, const task& what)
    : compiled_(compiled_file(what).string()),
      given_(what.result.file),
      root_(here.toolchain.source_root.string() + '/') {}

void reader_names::rename(observe::observation& seen) const {
  for_each_frame(seen, [this](observe::frame& each) { rename(each.file); });
}

void reader_names::rename(detect::finding& found) const {
  rename(found.file);
  for_each_frame(found, [this](observe::frame& each) { rename(each.file); });
}

void reader_names::rename(std::string& file) const {
  if (file == compiled_) {
    file = given_;
  } else if (file.rfind(root_, 0) == 0) {
    file.erase(0, root_.size());
  }
}

}  // namespace racelab
