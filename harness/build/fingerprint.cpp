// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/fingerprint.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <sys/stat.h>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace racelab::build {

// Each part's length stands before it, so that no two lists of parts look the
// same.
void fingerprint::add(std::string_view part) {
  parts_ += fmt::format("{}:", part.size());
  parts_ += part;
}

void fingerprint::add_content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  add(stream ? "content" : "missing");
  add(std::string{std::istreambuf_iterator<char>(stream), {}});
}

void fingerprint::add_identity(const std::filesystem::path& file) {
  struct stat about {};
  const bool known = stat(file.c_str(), &about) == 0;
  add(known ? fmt::format("{} {} {} {}.{}", file.string(), about.st_ino,
                          about.st_size, about.st_mtim.tv_sec,
                          about.st_mtim.tv_nsec)
            : "missing " + file.string());
}

std::string fingerprint::name() const {
  const boost::uuids::name_generator_sha1 generator(boost::uuids::ns::x500dn());
  return boost::uuids::to_string(generator(parts_));
}

std::string content_name(const std::filesystem::path& file) {
  fingerprint one;
  one.add_content(file);
  return one.name();
}

}  // namespace racelab::build
