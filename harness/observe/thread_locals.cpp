// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/thread_locals.hpp"

#include <algorithm>
#include <memory>
#include <string_view>

#include <fcntl.h>
#include <gelf.h>
#include <unistd.h>

namespace racelab::observe {
namespace {

struct descriptor {
  int number = -1;
  ~descriptor() {
    if (number >= 0) close(number);
  }
};

using elf_file = std::unique_ptr<Elf, decltype(&elf_end)>;

// How the mangled names begin: whole namespaces, and what the runtime's
// interceptors of glob and scandir keep. A runtime that has others costs its
// subjects time alone.
bool is_of_the_harness(std::string_view symbol) {
  constexpr std::string_view beginnings[] = {
      "_ZN7racelab5probe", "_ZN6__tsan",    "_ZN11__sanitizer", "__sancov_",
      "_ZL10pglob_copy",   "_ZL14scandir_", "_ZL16scandir64_"};
  return std::any_of(
      std::begin(beginnings), std::end(beginnings),
      [&](std::string_view each) { return symbol.starts_with(each); });
}

Elf_Scn* symbol_table(Elf* file, GElf_Shdr& header) {
  Elf_Scn* section = nullptr;
  while ((section = elf_nextscn(file, section)) != nullptr)
    if (gelf_getshdr(section, &header) != nullptr &&
        header.sh_type == SHT_SYMTAB)
      return section;
  return nullptr;
}

}  // namespace

bool has_thread_locals(const std::string& executable) {
  elf_version(EV_CURRENT);
  const descriptor opened{open(executable.c_str(), O_RDONLY | O_CLOEXEC)};
  const elf_file file(elf_begin(opened.number, ELF_C_READ, nullptr), &elf_end);
  GElf_Shdr header{};
  Elf_Scn* table = file ? symbol_table(file.get(), header) : nullptr;
  Elf_Data* symbols = table ? elf_getdata(table, nullptr) : nullptr;
  if (symbols == nullptr || header.sh_entsize == 0) return true;
  const auto count = static_cast<int>(header.sh_size / header.sh_entsize);
  for (int i = 0; i < count; ++i) {
    GElf_Sym symbol{};
    if (gelf_getsym(symbols, i, &symbol) == nullptr) return true;
    if (GELF_ST_TYPE(symbol.st_info) != STT_TLS ||
        symbol.st_shndx == SHN_UNDEF)  // a library's, which looks after it
      continue;
    const char* name = elf_strptr(file.get(), header.sh_link, symbol.st_name);
    if (name == nullptr || !is_of_the_harness(name)) return true;
  }
  return false;
}

}  // namespace racelab::observe
