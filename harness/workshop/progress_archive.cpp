// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/progress_archive.hpp"

#include "harness/workshop/progress.hpp"

#include <fmt/format.h>

#include <archive.h>
#include <archive_entry.h>

#include <locale.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block = 64 << 10;

struct closer {
  void operator()(archive* open) const { ::archive_read_free(open); }
};

// Something that ends the reading.
class unreadable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Names in UTF-8 stay what they are, whatever the user's own locale is: where
// that has no words for them, libarchive loses them. For this thread, for as
// long as it lives.
class names_in_utf8 {
 public:
  names_in_utf8() : own_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (own_ != nullptr) before_ = ::uselocale(own_);
  }
  names_in_utf8(const names_in_utf8&) = delete;
  names_in_utf8& operator=(const names_in_utf8&) = delete;
  ~names_in_utf8() {
    if (own_ == nullptr) return;
    ::uselocale(before_);
    ::freelocale(own_);
  }

 private:
  locale_t own_;
  locale_t before_ = nullptr;
};

// Formats and filters by name: among all that libarchive knows are some that
// start programs or name files of this machine.
std::unique_ptr<archive, closer> open_archive(const fs::path& file) {
  std::unique_ptr<archive, closer> out(::archive_read_new());
  if (out == nullptr) throw std::bad_alloc();
  ::archive_read_support_filter_gzip(out.get());
  ::archive_read_support_format_tar(out.get());
  ::archive_read_support_format_zip(out.get());
  if (::archive_read_open_filename(out.get(), file.c_str(), block) !=
      ARCHIVE_OK) {
    throw unreadable("it is no tar, tar.gz or zip that can be read");
  }
  // "none" is a filter as well.
  if (::archive_filter_count(out.get()) > 2) {
    throw unreadable("it is compressed more than once");
  }
  return out;
}

fs::path path_of(archive_entry* entry) {
  const char* name = ::archive_entry_pathname(entry);
  if (name == nullptr) throw unreadable("a name in it cannot be read");
  return fs::path(name).lexically_normal();
}

bool is_regular(archive_entry* entry) {
  return ::archive_entry_filetype(entry) == AE_IFREG &&
         ::archive_entry_hardlink(entry) == nullptr;
}

// One archive being read.
class reader {
 public:
  reader(const fs::path& file, std::size_t largest)
      : from_(open_archive(file)), largest_(largest) {}

  void read_into(std::vector<archived_progress>& out) {
    for (archive_entry* entry = nullptr; next(entry);) {
      const fs::path name = path_of(entry);
      if (!progress_file::is_name(name)) {
        skip();
        continue;
      }
      const fs::path course = name.parent_path().parent_path();
      // Of the same file twice, the later one is what unpacking would leave.
      std::erase_if(out, [&](const archived_progress& each) {
        return each.course == course;
      });
      out.push_back(progress_in(entry, course));
    }
  }

 private:
  bool next(archive_entry*& entry) {
    count(512);
    const int got = ::archive_read_next_header(from_.get(), &entry);
    if (got == ARCHIVE_EOF) return false;
    if (got < ARCHIVE_WARN) fail();
    return true;
  }

  archived_progress progress_in(archive_entry* entry, const fs::path& course) {
    archived_progress out{course, {}, {}};
    if (!is_regular(entry)) {
      out.problem = "its progress.json is a link or no file";
    } else if (course.is_absolute() || *course.begin() == "..") {
      out.problem = "it lies outside its archive";
    } else if (!read_text(out.text)) {
      out.text.clear();
      out.problem = "its progress.json is larger than any progress";
      skip();
    }
    return out;
  }

  // False if it is too large.
  bool read_text(std::string& out) {
    std::string piece(block, '\0');
    for (;;) {
      const la_ssize_t got =
          ::archive_read_data(from_.get(), piece.data(), piece.size());
      if (got < 0) fail();
      if (got == 0) return true;
      count(static_cast<std::size_t>(got));
      out.append(piece, 0, static_cast<std::size_t>(got));
      if (out.size() > largest_progress) return false;
    }
  }

  // A zip's members are found without those before them. A tar's have to be
  // read, and in pieces, so that it is seen when they become too many.
  void skip() {
    if ((::archive_format(from_.get()) & ARCHIVE_FORMAT_BASE_MASK) ==
        ARCHIVE_FORMAT_ZIP) {
      return;
    }
    const void* data = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    for (;;) {
      const int got =
          ::archive_read_data_block(from_.get(), &data, &size, &offset);
      if (got == ARCHIVE_EOF) return;
      if (got < ARCHIVE_WARN) fail();
      count(size);
    }
  }

  void count(std::size_t bytes) {
    seen_ += bytes;
    if (seen_ > largest_) {
      throw unreadable(
          fmt::format("it holds more than {} bytes, which no class's "
                      "courses take",
                      largest_));
    }
  }

  [[noreturn]] void fail() {
    const char* why = ::archive_error_string(from_.get());
    throw unreadable(
        fmt::format("it is broken or cut off: {}", why == nullptr ? "" : why));
  }

  std::unique_ptr<archive, closer> from_;
  std::size_t largest_;
  std::size_t seen_ = 0;
};

}  // namespace

read_archive read_progress_archive(const fs::path& file, std::size_t largest) {
  read_archive out;
  const names_in_utf8 until_read;
  try {
    reader(file, largest).read_into(out.courses);
  } catch (const unreadable& error) {
    out.problem = error.what();
  }
  return out;
}

}  // namespace racelab::workshop
