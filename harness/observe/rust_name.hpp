// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string>
#include <string_view>

namespace racelab::observe {

// A name without the hash that Rust's older mangling ends it with, which is
// another one in every build: "shop::add::h0123456789abcdef", and the same
// mangled, "_ZN4shop3add17h0123456789abcdefE".
std::string_view without_rust_hash(std::string_view name);

// A name of Rust's older mangling as the source has it, "<T as U>::f" for
// "_$LT$T$u20$as$u20$U$GT$::f::h0123456789abcdef", mangled or not. Any other
// name as it is.
std::string rust_name(std::string_view name);

}  // namespace racelab::observe
