//! Documents made in code.
