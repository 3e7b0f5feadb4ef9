// Distributed under the Boost Software License, Version 1.0.
//
// A static mut that two threads write.
mod turn;

static mut VISITORS: u64 = 0;

#[inline(never)]
fn let_in(count: u64) {
    unsafe { VISITORS += count }
}

fn main() {
    let door = std::thread::spawn(|| {
        let_in(3);
        turn::next();
    });
    turn::wait(1);
    let_in(1);
    door.join().unwrap();
}
