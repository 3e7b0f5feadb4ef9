// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <locale.h>

struct archive;

namespace racelab::workshop {

enum class archive_form { tar, tar_gz, zip };

// Makes an archive of any kind of member, as somebody with bad intentions
// would. Names are UTF-8. One at a time on a thread. Throws std::runtime_error
// if it cannot be written.
class archive_maker {
 public:
  archive_maker(const std::filesystem::path& file, archive_form);
  archive_maker(const archive_maker&) = delete;
  archive_maker& operator=(const archive_maker&) = delete;
  ~archive_maker();  // completes it

  void add(const std::string& name, const std::string& text);
  void add_link(const std::string& name, const std::string& to);
  void add_zeros(const std::string& name, std::size_t bytes);

 private:
  void begin(const std::string& name, std::size_t size);
  void write(const std::string& text);

  struct closer {
    void operator()(archive*) const;
  };
  locale_t locale_;  // in which names are UTF-8
  locale_t before_;
  std::unique_ptr<archive, closer> to_;
};

}  // namespace racelab::workshop
