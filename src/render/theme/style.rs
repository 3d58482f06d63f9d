//! The style sheet as it is written into each page: without comments and the white space that says nothing.
//!
//! Rules stay as their author wrote them. A minifier that knows CSS writes them in a newer grammar (`width <= 63.9em`, colours of
//! four digits) that the phones of 2014 do not read.

/// The style sheet without comments, superfluous white space and last semicolons; strings are kept as they are.
pub(super) fn squeezed(css: &str) -> String {
    let mut small = String::with_capacity(css.len());
    let mut rest = css;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(piece_length(rest));
        rest = after;
        if piece.starts_with("/*") || piece.trim().is_empty() {
            if !small.is_empty() && !small.ends_with(['{', '}', ';', ',', ':', '>', ' ']) {
                small.push(' ');
            }
            continue;
        }
        if piece.starts_with(['{', '}', ';', ',', '>']) && small.ends_with(' ') {
            small.pop();
        }
        if piece == "}" && small.ends_with(';') {
            small.pop();
        }
        small.push_str(piece);
    }
    small.truncate(small.trim_end().len());
    small
}

/// What only pages with code or tables in their texts need; as rules rather than attributes, which a policy cannot tell by their hashes.
const RARE_RULES: &str = "pre{white-space:pre-wrap}[role=region]{overflow:auto}";

/// A page with the rare rules behind its own, when it needs them.
pub(super) fn with_rare_rules(page: String) -> String {
    let needed = page.contains("<pre>") || page.contains("role=\"region\"");
    if needed { page.replacen("</style>", &format!("{RARE_RULES}</style>"), 1) } else { page }
}

/// The length of the comment, string, run of white space or single character at the beginning, in bytes.
fn piece_length(css: &str) -> usize {
    let first = css.chars().next().unwrap_or_default();
    if css.starts_with("/*") {
        css.find("*/").map_or(css.len(), |end| end + 2)
    } else if matches!(first, '"' | '\'') {
        string_length(css, first)
    } else if first.is_whitespace() {
        css.len() - css.trim_start().len()
    } else {
        first.len_utf8()
    }
}

fn string_length(css: &str, quote: char) -> usize {
    let mut escaped = false;
    for (place, character) in css.char_indices().skip(1) {
        if character == quote && !escaped {
            return place + 1;
        }
        escaped = character == '\\' && !escaped;
    }
    css.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_is_squeezed_without_changing_its_rules() {
        for (long, short) in [
            ("/* why */\na , b > c {\n  color: red ;\n  margin: 0 auto;\n}\n", "a,b>c{color:red;margin:0 auto}"),
            ("q :hover { width: calc(1em + 2em) }", "q :hover{width:calc(1em + 2em)}"),
            ("p::after { content: \"a  ;  } /* b */ \\\" c\" } /*", "p::after{content:\"a  ;  } /* b */ \\\" c\"}"),
            ("@media screen and (max-width: 60em) { b { } }", "@media screen and (max-width:60em){b{}}"),
            ("a{}/**/b{}", "a{}b{}"),
            ("a/**/b{}", "a b{}"),
        ] {
            assert_eq!(squeezed(long), short);
        }
    }
}
