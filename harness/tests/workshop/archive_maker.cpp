// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/workshop/archive_maker.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <stdexcept>

namespace racelab::workshop {
namespace {

struct entry_closer {
  void operator()(archive_entry* entry) const { ::archive_entry_free(entry); }
};

using owned_entry = std::unique_ptr<archive_entry, entry_closer>;

owned_entry entry_of(const std::string& name, unsigned type) {
  owned_entry out(::archive_entry_new());
  ::archive_entry_set_pathname(out.get(), name.c_str());
  ::archive_entry_set_filetype(out.get(), type);
  ::archive_entry_set_perm(out.get(), 0644);
  return out;
}

void check(int result, archive* to) {
  if (result >= ARCHIVE_WARN) return;
  const char* why = ::archive_error_string(to);
  throw std::runtime_error(why == nullptr ? "cannot write" : why);
}

}  // namespace

void archive_maker::closer::operator()(archive* open) const {
  ::archive_write_free(open);
}

archive_maker::archive_maker(const std::filesystem::path& file,
                             archive_form form)
    : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)),
      before_(::uselocale(locale_)),
      to_(::archive_write_new()) {
  if (form == archive_form::zip) {
    ::archive_write_set_format_zip(to_.get());
  } else {
    ::archive_write_set_format_pax_restricted(to_.get());
  }
  // Names in a form of their own, not the machine's.
  ::archive_write_set_options(to_.get(), "hdrcharset=UTF-8");
  if (form == archive_form::tar_gz) ::archive_write_add_filter_gzip(to_.get());
  check(::archive_write_open_filename(to_.get(), file.c_str()), to_.get());
}

archive_maker::~archive_maker() {
  to_.reset();
  ::uselocale(before_);
  ::freelocale(locale_);
}

void archive_maker::begin(const std::string& name, std::size_t size) {
  const owned_entry entry = entry_of(name, AE_IFREG);
  ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  check(::archive_write_header(to_.get(), entry.get()), to_.get());
}

void archive_maker::write(const std::string& text) {
  if (::archive_write_data(to_.get(), text.data(), text.size()) < 0) {
    throw std::runtime_error(::archive_error_string(to_.get()));
  }
}

void archive_maker::add(const std::string& name, const std::string& text) {
  begin(name, text.size());
  write(text);
}

void archive_maker::add_link(const std::string& name, const std::string& to) {
  const owned_entry entry = entry_of(name, AE_IFLNK);
  ::archive_entry_set_symlink(entry.get(), to.c_str());
  check(::archive_write_header(to_.get(), entry.get()), to_.get());
}

void archive_maker::add_zeros(const std::string& name, std::size_t bytes) {
  begin(name, bytes);
  const std::string piece(std::size_t{1} << 16, '\0');
  for (std::size_t left = bytes; left > 0;) {
    const std::size_t next = std::min(left, piece.size());
    write(piece.substr(0, next));
    left -= next;
  }
}

}  // namespace racelab::workshop
