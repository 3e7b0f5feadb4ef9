// Distributed under the Boost Software License, Version 1.0.
// A shared library with a global that nothing protects.
extern "C" {
int price_in_cents = 0;

void set_price(int cents) { price_in_cents = cents; }

int price() { return price_in_cents; }
}
