//! Every sort of picture, made in code.
