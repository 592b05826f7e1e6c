//! Runs the real program on small data that the tests generate.

mod bench;
mod convert;
mod messages;
mod round_trip;
mod shipped;
