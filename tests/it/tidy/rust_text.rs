//! Rust text as the tidy rules need it: without comments and literals, and with the test code set apart.
//!
//! Line breaks are kept everywhere, so that a line number found in what is left is the line number of the file.

/// A file's code in two halves of equal shape; what belongs to the other half is blank.
pub(super) struct RustText {
    /// What ends up in the product.
    pub(super) product: String,
    /// Items under `#[cfg(test)]`.
    pub(super) tests: String,
}

impl RustText {
    /// Splits the text of one file.
    pub(super) fn read(text: &str) -> Self {
        let code: Vec<char> = without_comments_and_literals(text);
        let (mut product, mut tests) = (code.clone(), blank(&code));
        let mut at = 0;
        while let Some(start) = find(&code, at, "#[cfg(test)]") {
            let end = end_of_item(&code, start);
            tests[start..end].copy_from_slice(&code[start..end]);
            let gap = blank(&code[start..end]);
            product[start..end].copy_from_slice(&gap);
            at = end;
        }
        if find(&code, 0, "#![cfg(test)]").is_some() {
            (product, tests) = (blank(&code), code);
        }
        Self { product: product.into_iter().collect(), tests: tests.into_iter().collect() }
    }
}

/// Every attribute of the text without its brackets and spaces, with its line: `(12, "cfg_attr(x,ignore)")`.
pub(super) fn attributes(code: &str) -> Vec<(usize, String)> {
    let code: Vec<char> = code.chars().collect();
    let mut found = Vec::new();
    for at in 0..code.len() {
        let open = match code[at..] {
            ['#', '[', ..] => at + 1,
            ['#', '!', '[', ..] => at + 2,
            _ => continue,
        };
        let inside = &code[open + 1..closing(&code, open).saturating_sub(1)];
        found.push((line_of(&code, at), inside.iter().filter(|c| !c.is_whitespace()).collect()));
    }
    found
}

/// The text with every comment, string and character literal turned into spaces.
fn without_comments_and_literals(text: &str) -> Vec<char> {
    let mut code: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < code.len() {
        let end = match code[at..] {
            ['/', '/', ..] => code[at..].iter().position(|c| *c == '\n').map_or(code.len(), |length| at + length),
            ['/', '*', ..] => end_of_block_comment(&code, at),
            ['"', ..] => end_of_string(&code, at),
            ['r', '#' | '"', ..] if !inside_word(&code, at) => end_of_raw_string(&code, at),
            ['\'', '\\', ..] => end_of_quoted(&code, at, '\''),
            ['\'', _, '\'', ..] => at + 3,
            _ => at,
        };
        let gap = blank(&code[at..end]);
        code[at..end].copy_from_slice(&gap);
        at = end.max(at + 1);
    }
    code
}

fn end_of_block_comment(code: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < code.len() {
        match code[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] if depth == 1 => return at + 2,
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    at
}

fn end_of_string(code: &[char], start: usize) -> usize {
    end_of_quoted(code, start, '"')
}

fn end_of_quoted(code: &[char], start: usize, quote: char) -> usize {
    let mut at = start + 1;
    while at < code.len() && code[at] != quote {
        at += if code[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(code.len())
}

/// The end of `r"…"` or `r#"…"#`; `start` itself for a raw identifier such as `r#type`.
fn end_of_raw_string(code: &[char], start: usize) -> usize {
    let hashes = code[start + 1..].iter().take_while(|c| **c == '#').count();
    if code.get(start + 1 + hashes) != Some(&'"') {
        return start;
    }
    let close: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    find(code, start + 2 + hashes, &close).map_or(code.len(), |end| end + 1 + hashes)
}

/// Whether the character continues an identifier; `b` and `c` before a raw string do not count as one.
fn inside_word(code: &[char], at: usize) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let before = code[..at].iter().rev().take_while(|c| word(**c)).collect::<String>();
    !matches!(before.as_str(), "" | "b" | "c")
}

/// The end of the item an attribute at `start` stands on: its closing brace, or the semicolon of a `use`, `const` or `mod x;`.
fn end_of_item(code: &[char], start: usize) -> usize {
    let mut at = start;
    loop {
        while at < code.len() && code[at].is_whitespace() {
            at += 1;
        }
        if !matches!(code[at..], ['#', '[', ..]) {
            break;
        }
        at = closing(code, at + 1);
    }
    let head: String = code[at..].iter().take_while(|c| !matches!(c, '{' | ';' | '=')).collect();
    let ends_with_brace = !head.split_whitespace().any(|word| matches!(word, "use" | "static" | "type" | "let"))
        && (!head.contains("const ") || head.contains("const fn "));
    while at < code.len() {
        match code[at] {
            ';' => return at + 1,
            '{' if ends_with_brace => return closing(code, at),
            '{' | '(' | '[' => at = closing(code, at),
            _ => at += 1,
        }
    }
    at
}

/// The place after the bracket that closes the one at `open`.
fn closing(code: &[char], open: usize) -> usize {
    let mut depth = 0;
    for (offset, character) in code[open..].iter().enumerate() {
        match character {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + offset + 1;
        }
    }
    code.len()
}

fn blank(code: &[char]) -> Vec<char> {
    code.iter().map(|c| if *c == '\n' { '\n' } else { ' ' }).collect()
}

fn find(code: &[char], from: usize, wanted: &str) -> Option<usize> {
    let wanted: Vec<char> = wanted.chars().collect();
    let from = from.min(code.len());
    code[from..].windows(wanted.len()).position(|window| window == wanted).map(|offset| from + offset)
}

fn line_of(code: &[char], at: usize) -> usize {
    code[..at].iter().filter(|c| **c == '\n').count() + 1
}

#[test]
fn comments_and_literals_leave_only_code() {
    let text = r##"a /* b /* c */ d */ e // f
g "h \" i" j 'k' l '\'' m<'n> b"o" p r#"q " r"# s r#type br"t" u"##;
    let code: String = without_comments_and_literals(text).into_iter().collect();
    let words: Vec<&str> = code.split_whitespace().collect();
    assert_eq!(words, ["a", "e", "g", "j", "l", "m<'n>", "b", "p", "s", "r#type", "b", "u"]);
    assert_eq!(code.lines().count(), text.lines().count());
}

#[test]
fn test_items_are_set_apart_from_the_product() {
    let text = "use a;\n#[cfg(test)]\nuse b::{c, d};\nfn e() {}\n#[cfg(test)]\n#[expect(x)]\nmod tests {\n fn f() {}\n}\nfn g() {}\n";
    let read = RustText::read(text);
    assert_eq!(read.product.split_whitespace().collect::<Vec<_>>().join(" "), "use a; fn e() {} fn g() {}");
    assert_eq!(
        read.tests.split_whitespace().collect::<Vec<_>>().join(" "),
        "#[cfg(test)] use b::{c, d}; #[cfg(test)] #[expect(x)] mod tests { fn f() {} }"
    );
}

#[test]
fn attributes_are_read_with_their_lines() {
    let found = attributes("#![allow(x)]\n\n#[cfg_attr(\n y, ignore)]\nfn a() {}");
    assert_eq!(found, [(1, "allow(x)".to_owned()), (3, "cfg_attr(y,ignore)".to_owned())]);
}
