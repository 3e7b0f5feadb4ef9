// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Reading a manifest written in JSON, so that whatever is wrong in it is named
// with the file and the entry that it stands in.

#include <boost/json.hpp>

#include <filesystem>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::catalogue {

// The manifest is wrong: what() names it, its entry, and what is wrong.
class manifest_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Where in a manifest something stands, to be named if it is wrong.
class place {
 public:
  place(std::string file, std::string entry)
      : file_(std::move(file)), entry_(std::move(entry)) {}

  // An entry within this one.
  place at(std::string_view entry) const;

  // Throws manifest_error.
  [[noreturn]] void fail(std::string_view what) const;

 private:
  std::string file_;
  std::string entry_;
};

// An object of a manifest. All members throw manifest_error if a field is
// missing or is not what it is read as; the optional ones only for the latter.
// The value that it was made of must outlive it.
class entry {
 public:
  entry(const boost::json::value&, place where);

  void require_only(std::initializer_list<std::string_view> known) const;

  bool has(std::string_view name) const;
  const boost::json::value& field(std::string_view name) const;
  std::string text(std::string_view name) const;  // one line, not empty
  std::vector<std::string> texts(std::string_view name) const;
  std::string optional_text(std::string_view name) const;
  std::vector<std::string> optional_texts(std::string_view name) const;
  const boost::json::array& list(std::string_view name) const;

  const place& where() const { return where_; }

 private:
  std::string text(const boost::json::value&, std::string_view name) const;

  place where_;
  const boost::json::object* fields_ = nullptr;
};

// The file's one JSON value. Throws manifest_error, with the line.
boost::json::value read_manifest(const std::filesystem::path& file);

// Throws manifest_error if it is not there.
void require_file(const std::filesystem::path& root, const std::string& file,
                  const place&);

}  // namespace racelab::catalogue
