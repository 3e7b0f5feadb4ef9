// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/object_symbols.hpp"

#include <cctype>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <tuple>

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <gelf.h>

namespace racelab::build {
namespace {

namespace fs = std::filesystem;

// libdwfl puts the sections of an object at addresses of their own, so that a
// place in one of them is an address.
class opened_object {
 public:
  explicit opened_object(const fs::path& file) : dwfl_(dwfl_begin(&callbacks)) {
    if (dwfl_ == nullptr) fail(file);
    dwfl_report_begin(dwfl_.get());
    module_ = dwfl_report_offline(dwfl_.get(), "", file.c_str(), -1);
    dwfl_report_end(dwfl_.get(), nullptr, nullptr);
    GElf_Addr bias = 0;
    elf_ = module_ == nullptr ? nullptr : dwfl_module_getelf(module_, &bias);
    if (elf_ == nullptr || elf_getshdrstrndx(elf_, &names_) != 0) fail(file);
  }

  Elf* elf() const { return elf_; }

  std::optional<GElf_Shdr> header(Elf_Scn* section) const {
    GElf_Shdr out;
    if (section == nullptr || gelf_getshdr(section, &out) == nullptr)
      return std::nullopt;
    return out;
  }

  std::string_view name(const GElf_Shdr& of) const {
    const char* text = elf_strptr(elf_, names_, of.sh_name);
    return text == nullptr ? "" : text;
  }

  // Where the source has what stands at that place.
  void locate(std::size_t section, GElf_Addr offset, object_symbol& it) const {
    const auto where = header(elf_getscn(elf_, section));
    if (!where || (where->sh_flags & SHF_EXECINSTR) == 0) return;
    // Each unit is asked: clang's objects have no index of their addresses.
    Dwarf_Addr bias = 0;
    for (Dwarf_Die* unit = nullptr;
         (unit = dwfl_module_nextcu(module_, unit, &bias)) != nullptr;) {
      Dwarf_Line* line = dwarf_getsrc_die(unit, where->sh_addr + offset - bias);
      const char* file =
          line == nullptr ? nullptr : dwarf_linesrc(line, nullptr, nullptr);
      if (file == nullptr) continue;
      it.file = absolute(unit, file);
      dwarf_lineno(line, &it.line);
      return;
    }
  }

 private:
  static fs::path absolute(Dwarf_Die* unit, const fs::path& file) {
    Dwarf_Attribute attribute;
    if (file.is_absolute() ||
        dwarf_attr(unit, DW_AT_comp_dir, &attribute) == nullptr)
      return file;
    const char* folder = dwarf_formstring(&attribute);
    return folder == nullptr ? file : fs::path(folder) / file;
  }

  [[noreturn]] static void fail(const fs::path& file) {
    throw std::runtime_error(file.string() +
                             " is no object file: " + dwfl_errmsg(-1));
  }

  static constexpr Dwfl_Callbacks callbacks{
      dwfl_build_id_find_elf, dwfl_standard_find_debuginfo,
      dwfl_offline_section_address, nullptr};

  struct ender {
    void operator()(Dwfl* of) const { dwfl_end(of); }
  };
  std::unique_ptr<Dwfl, ender> dwfl_;
  Dwfl_Module* module_ = nullptr;
  Elf* elf_ = nullptr;
  std::size_t names_ = 0;
};

// ".init_array.00101", but not ".init_array".
bool is_early(std::string_view name) {
  if (name.starts_with(".preinit_array")) return true;
  for (const std::string_view each : {".init_array.", ".ctors."})
    if (name.starts_with(each) && name.size() > each.size() &&
        std::isdigit(static_cast<unsigned char>(name[each.size()])))
      return true;
  return false;
}

class reader {
 public:
  reader(const fs::path& file,
         const std::function<bool(std::string_view)>& wanted)
      : object_(file), wanted_(wanted) {}

  object_symbols run() {
    for_each_section([&](Elf_Scn* section, const GElf_Shdr& header) {
      if (header.sh_type == SHT_SYMTAB) read_symbols(section, header);
      if (is_early(object_.name(header)))
        out_.early_functions += header.sh_size / sizeof(GElf_Addr);
    });
    for_each_section([&](Elf_Scn* section, const GElf_Shdr& header) {
      if (header.sh_type == SHT_RELA) read_places(section, header);
    });
    return std::move(out_);
  }

 private:
  template <class Visit>
  void for_each_section(Visit visit) {
    Elf_Scn* section = nullptr;
    while ((section = elf_nextscn(object_.elf(), section)) != nullptr)
      if (const auto header = object_.header(section)) visit(section, *header);
  }

  void read_symbols(Elf_Scn* section, const GElf_Shdr& header) {
    Elf_Data* data = elf_getdata(section, nullptr);
    if (data == nullptr || header.sh_entsize == 0) return;
    names_.resize(header.sh_size / header.sh_entsize);
    for (std::size_t i = 0; i < names_.size(); ++i) {
      GElf_Sym symbol;
      if (gelf_getsym(data, static_cast<int>(i), &symbol) == nullptr) return;
      const char* name =
          elf_strptr(object_.elf(), header.sh_link, symbol.st_name);
      if (name == nullptr || GELF_ST_BIND(symbol.st_info) == STB_LOCAL ||
          !wanted_(name))
        continue;
      names_[i] = name;
      if (symbol.st_shndx != SHN_UNDEF) add_definition(name, symbol);
    }
  }

  void add_definition(const char* name, const GElf_Sym& symbol) {
    object_symbol it{name, {}, 0, GELF_ST_BIND(symbol.st_info) == STB_WEAK};
    if (symbol.st_shndx < SHN_LORESERVE)
      object_.locate(symbol.st_shndx, symbol.st_value, it);
    out_.defined.push_back(std::move(it));
  }

  void read_places(Elf_Scn* section, const GElf_Shdr& header) {
    const auto target =
        object_.header(elf_getscn(object_.elf(), header.sh_info));
    Elf_Data* data = elf_getdata(section, nullptr);
    if (!target || (target->sh_flags & SHF_ALLOC) == 0 || data == nullptr ||
        header.sh_entsize == 0)
      return;
    const std::size_t count = header.sh_size / header.sh_entsize;
    for (std::size_t i = 0; i < count; ++i) {
      GElf_Rela place;
      if (gelf_getrela(data, static_cast<int>(i), &place) == nullptr) return;
      const std::size_t index = GELF_R_SYM(place.r_info);
      if (index >= names_.size() || names_[index].empty()) continue;
      object_symbol it{names_[index], {}, 0, false};
      object_.locate(header.sh_info, place.r_offset, it);
      if (seen_.emplace(it.name, it.file, it.line).second)
        out_.used.push_back(std::move(it));
    }
  }

  opened_object object_;
  const std::function<bool(std::string_view)>& wanted_;
  object_symbols out_;
  std::vector<std::string> names_;  // of the wanted ones, by index
  std::set<std::tuple<std::string, fs::path, int>> seen_;
};

}  // namespace

object_symbols symbols_in(const fs::path& object,
                          const std::function<bool(std::string_view)>& wanted) {
  return reader(object, wanted).run();
}

}  // namespace racelab::build
