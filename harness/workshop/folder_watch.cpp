// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/folder_watch.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <system_error>

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

namespace racelab::workshop {
namespace {

// A file that is written comes with IN_CLOSE_WRITE once it is whole; one that
// replaces another with IN_MOVED_TO; a link or a pipe only with IN_CREATE.
constexpr std::uint32_t interesting =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
    IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

[[noreturn]] void fail(const std::filesystem::path& folder, int error) {
  const char* what_to_do =
      error == ENOSPC   ? " (raise fs.inotify.max_user_watches with sysctl)"
      : error == EMFILE ? " (raise fs.inotify.max_user_instances with sysctl)"
                        : "";
  throw std::system_error(
      error, std::generic_category(),
      fmt::format("{} cannot be watched{}", folder.string(), what_to_do));
}

// Of a file that has been made: whether nobody has to write it first.
bool is_whole(const std::filesystem::path& file) {
  struct stat seen {};
  return ::lstat(file.c_str(), &seen) == 0 &&
         (!S_ISREG(seen.st_mode) || seen.st_nlink > 1);
}

void note(const inotify_event& event, const std::filesystem::path& folder,
          folder_changes& to) {
  if ((event.mask & IN_Q_OVERFLOW) != 0) {
    to.lost = true;
  } else if ((event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) != 0) {
    to.gone = true;
  } else if ((event.mask & IN_ISDIR) == 0 && event.len > 0) {
    // The name follows, padded with zeros.
    const std::string name =
        reinterpret_cast<const char*>(&event) + sizeof event;
    if ((event.mask & IN_CREATE) != 0 && !is_whole(folder / name)) {
      return;
    }
    const bool is_gone = (event.mask & (IN_DELETE | IN_MOVED_FROM)) != 0;
    (is_gone ? to.removed : to.saved).insert(name);
    (is_gone ? to.saved : to.removed).erase(name);
  }
}

}  // namespace

folder_watch::folder_watch(const std::filesystem::path& folder)
    : folder_(folder), descriptor_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (descriptor_ < 0) {
    fail(folder, errno);
  }
  if (inotify_add_watch(descriptor_, folder.c_str(), interesting) < 0) {
    const int error = errno;
    ::close(descriptor_);
    fail(folder, error);
  }
}

folder_watch::~folder_watch() { ::close(descriptor_); }

folder_changes folder_watch::take() {
  folder_changes all;
  alignas(inotify_event) std::array<char, 16384> bytes;
  for (;;) {
    const ssize_t size = ::read(descriptor_, bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) {
      continue;
    }
    if (size <= 0) {
      return all;
    }
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      const auto* event =
          reinterpret_cast<const inotify_event*>(bytes.data() + at);
      note(*event, folder_, all);
      at += sizeof *event + event->len;
    }
  }
}

}  // namespace racelab::workshop
