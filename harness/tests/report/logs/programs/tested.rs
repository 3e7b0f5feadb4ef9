// Distributed under the Boost Software License, Version 1.0.
//
// A test finds the race; the thread is named after the test.
mod turn;

static mut STOCK: u32 = 10;

#[inline(never)]
fn sell(items: u32) {
    unsafe { STOCK -= items }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sells_from_two_tills() {
        let till = std::thread::spawn(|| {
            sell(2);
            turn::next();
        });
        turn::wait(1);
        sell(3);
        till.join().unwrap();
    }
}
