// Distributed under the Boost Software License, Version 1.0.
// A data race on the heap: two tellers book on one account.
#include "turn.hpp"

#include <thread>

struct Account {
  long number = 4711;
  long balance = 0;
};

class Ledger {
 public:
  explicit Ledger(Account* account) : account_(account) {}
  void deposit(long amount);
  long balance() const;

 private:
  Account* account_;
};

__attribute__((noinline)) void Ledger::deposit(long amount) {
  account_->balance += amount;
}

__attribute__((noinline)) long Ledger::balance() const {
  return account_->balance;
}

__attribute__((noinline)) static Account* open_account() { return new Account; }

__attribute__((noinline)) static void pay_in(Ledger& ledger) {
  ledger.deposit(50);
  turn_next();
}

__attribute__((noinline)) static void audit(Ledger& ledger) {
  turn_wait(1);
  if (ledger.balance() < 0) {
    ledger.deposit(0);
  }
}

int main() {
  Ledger ledger{open_account()};
  std::thread teller([&] { pay_in(ledger); });
  std::thread auditor([&] { audit(ledger); });
  teller.join();
  auditor.join();
}
