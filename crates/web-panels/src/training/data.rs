//! The data that one trains on.

mod mnist;
mod own;
mod ways;

use web::Wiring;

pub(super) use self::mnist::MnistView;
pub(super) use self::own::OwnView;
pub(super) use self::ways::WaysView;

pub(super) fn listen(wiring: &mut Wiring) {
    mnist::listen(wiring);
    own::listen(wiring);
    ways::listen(wiring);
}
