//! The integration tests: one binary, so that the heavy dependencies link once.
