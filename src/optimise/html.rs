//! Makes a finished HTML page smaller without changing what a reader sees or hears.
//!
//! The result stays valid for the Nu checker: closing tags are left out only where HTML allows it, attribute values are
//! unquoted only where HTML allows it, and the doctype keeps its space. Scripts are not touched.

use minify_html::{Cfg, minify as minify_page};

/// The smaller page; the page as it was when the result would be empty or not UTF-8.
pub fn minify(html: &[u8]) -> Vec<u8> {
    let settings = Cfg { minify_css: false, keep_input_type_text_attr: true, ..Cfg::default() };
    let smaller = minify_page(html, &settings);
    if smaller.is_empty() || std::str::from_utf8(&smaller).is_err() { html.to_vec() } else { smaller }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        assert_eq!(String::from_utf8(minify(input.as_bytes())).unwrap(), expected);
    }

    #[test]
    fn spaces_between_blocks_go_and_those_that_are_read_stay() {
        check(
            "<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n<title>6e A</title>\n</head>\n\
             <body>\n<main>\n  <p>Pour <b>mardi</b> <i>24</i>&nbsp;:\u{202f}lire</p>\n</main>\n</body>\n</html>\n",
            "<!doctype html><html lang=fr><meta charset=utf-8><title>6e A</title><body><main>\
             <p>Pour <b>mardi</b> <i>24</i>\u{a0}:\u{202f}lire</main>",
        );
    }

    #[test]
    fn preformatted_text_keeps_its_lines() {
        check("<pre>a\n  b\n\n c</pre>", "<pre>a\n  b\n\n c</pre>");
    }

    #[test]
    fn style_sheets_are_minified() {
        check("<style>\np {\n  color: #ffffff;\n}\n</style>", "<style>p{color:#fff}</style>");
    }

    #[test]
    fn scripts_are_left_alone() {
        check("<script>let  a = 1;  // x</script>", "<script>let  a = 1;  // x</script>");
    }

    #[test]
    fn what_cannot_be_minified_is_returned_as_it_was() {
        assert_eq!(minify(b""), b"");
        assert_eq!(minify(b"<p>\xff\xfe</p>"), b"<p>\xff\xfe</p>");
    }
}
