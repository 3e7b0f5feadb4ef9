// Distributed under the Boost Software License, Version 1.0.
//
// Exceptions with several owners. Who gives up the last hold on one destroys
// it, after all that the others did with it. The owners are counted in the C++
// library, where ThreadSanitizer sees nothing: it is told. That is all: what
// two owners do with an exception meanwhile is not ordered by it.
#include "harness/probe/interceptors.hpp"
#include "harness/probe/next_definition.hpp"
#include "harness/probe/scheduler.hpp"

#include <cxxabi.h>

#include <exception>

namespace racelab::probe {
namespace {

// Of libstdc++'s __cxa_refcounted_exception, behind which the exception lies
// and whose first member is the number of owners.
constexpr std::size_t size_of_header = 128;

int owners(const void* exception) {
  return *reinterpret_cast<const int*>(static_cast<const char*>(exception) -
                                       size_of_header);
}

void give_up(const void* exception) {
  if (exception == nullptr || self() == nullptr) return;
  AnnotateHappensBefore(__FILE__, __LINE__, exception);
  if (owners(exception) == 1)
    AnnotateHappensAfter(__FILE__, __LINE__, exception);
}

// What a std::exception_ptr consists of.
const void* exception_of(const void* pointer) {
  return *static_cast<const void* const*>(pointer);
}

// That the calling thread is handling.
const void* handled_exception() {
  const quiet own;
  const std::exception_ptr handled = std::current_exception();
  return exception_of(&handled);
}

// Whether the handler that ends is the last to handle its exception, and has
// not thrown it again (of the Itanium C++ ABI, 2.2).
bool ends_handling() {
  constexpr std::size_t handler_count = 40;  // its offset in __cxa_exception
  const char* caught =
      *reinterpret_cast<const char* const*>(abi::__cxa_get_globals());
  return caught != nullptr &&
         *reinterpret_cast<const int*>(caught + handler_count) == 1;
}

// The C++ library's, looked up once.
template <class Function>
Function* original(Function*& known, const char* name) {
  Function* found = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (found == nullptr) {
    found = next_definition<Function>(name);
    __atomic_store_n(&known, found, __ATOMIC_RELAXED);
  }
  return found;
}

void (*end_catch)();
void (*release)(void*);

}  // namespace
}  // namespace racelab::probe

using namespace racelab::probe;

extern "C" {

void __cxa_end_catch() {
  if (self() != nullptr && ends_handling()) give_up(handled_exception());
  original(end_catch, "__cxa_end_catch")();
}

// std::exception_ptr::_M_release
void _ZNSt15__exception_ptr13exception_ptr10_M_releaseEv(void* pointer) {
  give_up(exception_of(pointer));
  original(release,
           "_ZNSt15__exception_ptr13exception_ptr10_M_releaseEv")(pointer);
}

}  // extern "C"
