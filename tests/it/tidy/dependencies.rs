//! What the crate is built from: `.deny.toml` held without a network, against `Cargo.lock` and `cargo metadata`.
//!
//! Licences are judged for everything that ends up in the product or builds it on this platform; banned crates and
//! foreign registries for the whole lock file, whatever the platform.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde::Deserialize;

use super::repository;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[derive(Deserialize)]
struct Policy {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
    exceptions: Vec<Exception>,
}

/// Licences that one named crate may have beside the common list.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Banned>,
}

#[derive(Deserialize)]
struct Banned {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    license: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    root: String,
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Deserialize)]
struct DependencyKind {
    kind: Option<String>,
}

impl Policy {
    fn read() -> Self {
        toml::from_str(&read(".deny.toml")).expect(".deny.toml is a policy")
    }

    /// Why a crate with this licence may not be used.
    fn refusal(&self, name: &str, license: Option<&str>) -> Option<String> {
        let Some(license) = license else { return Some(format!("{name}: states no licence")) };
        let allowed = |id: &str| {
            self.licenses.allow.contains(id)
                || self
                    .licenses
                    .exceptions
                    .iter()
                    .any(|exception| exception.name == name && exception.allow.contains(id))
        };
        match satisfied(license, &allowed) {
            Some(true) => None,
            Some(false) => Some(format!("{name}: `{license}` is not covered by the allow-list")),
            None => Some(format!("{name}: `{license}` is not a licence expression")),
        }
    }

    /// The banned and the foreign packages of a lock file.
    fn unwanted(&self, lock: &Lock) -> Vec<String> {
        let banned = |package: &Locked| {
            let ban = self.bans.deny.iter().find(|ban| ban.name == package.name)?;
            Some(format!("{}: {}", ban.name, ban.reason))
        };
        let foreign = |package: &Locked| {
            let source = package.source.as_deref().filter(|source| *source != CRATES_IO)?;
            Some(format!("{}: comes from `{source}`", package.name))
        };
        lock.package.iter().flat_map(|package| [banned(package), foreign(package)]).flatten().collect()
    }
}

impl Metadata {
    /// Of this platform, from the packages already downloaded for the build.
    fn read() -> Self {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let version = output(Command::new("rustc").arg("-vV"));
        let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
        let mut metadata = Command::new(cargo);
        metadata.args(["metadata", "--format-version=1", "--locked", "--offline", "--filter-platform", host]);
        serde_json::from_str(&output(metadata.current_dir(repository()))).expect("cargo metadata speaks its format")
    }

    /// Name and licence of every normal and build dependency, the crate itself included.
    fn product(&self) -> BTreeMap<&str, Option<&str>> {
        let (mut reached, mut open) = (BTreeSet::new(), vec![&self.resolve.root]);
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                let node = self.resolve.nodes.iter().find(|node| node.id == *id).expect("each package has a node");
                let ships = |dependency: &&Dependency| {
                    dependency.dep_kinds.iter().any(|kind| kind.kind.as_deref() != Some("dev"))
                };
                open.extend(node.deps.iter().filter(ships).map(|dependency| &dependency.pkg));
            }
        }
        let shipped = self.packages.iter().filter(|package| reached.contains(&package.id));
        shipped.map(|package| (package.name.as_str(), package.license.as_deref())).collect()
    }
}

fn read(file: &str) -> String {
    std::fs::read_to_string(repository().join(file)).expect("a file of the repository is readable")
}

fn output(command: &mut Command) -> String {
    let output = command.output().expect("the toolchain that builds the tests can be started");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the toolchain writes UTF-8")
}

/// Whether an SPDX expression can be satisfied; `None` when it cannot be read. `/` is the old way to write `OR`.
fn satisfied(expression: &str, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let spaced =
        expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ").replace(" WITH ", "\u{1}WITH\u{1}");
    let words: Vec<String> = spaced.split_whitespace().map(|word| word.replace('\u{1}', " ")).collect();
    let mut rest = words.as_slice();
    let answer = any_of(&mut rest, allowed)?;
    rest.is_empty().then_some(answer)
}

fn any_of(rest: &mut &[String], allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut answer = all_of(rest, allowed)?;
    while take(rest, "OR") {
        answer |= all_of(rest, allowed)?;
    }
    Some(answer)
}

fn all_of(rest: &mut &[String], allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut answer = one(rest, allowed)?;
    while take(rest, "AND") {
        answer &= one(rest, allowed)?;
    }
    Some(answer)
}

fn one(rest: &mut &[String], allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    if take(rest, "(") {
        let answer = any_of(rest, allowed)?;
        return take(rest, ")").then_some(answer);
    }
    let (word, after) = rest.split_first()?;
    *rest = after;
    (!matches!(word.as_str(), "OR" | "AND" | ")")).then(|| allowed(word))
}

fn take(rest: &mut &[String], word: &str) -> bool {
    match rest.split_first() {
        Some((first, after)) if first == word => {
            *rest = after;
            true
        }
        _ => false,
    }
}

#[test]
fn every_licence_is_allowed_and_every_exception_needed() {
    let (policy, metadata) = (Policy::read(), Metadata::read());
    let product = metadata.product();
    let refused: Vec<String> = product.iter().filter_map(|(name, license)| policy.refusal(name, *license)).collect();
    assert_eq!(refused, Vec::<String>::new());

    let common = Policy { licenses: Licenses { exceptions: vec![], ..policy.licenses }, ..policy };
    let needed: BTreeSet<&str> = product
        .iter()
        .filter(|(name, license)| common.refusal(name, **license).is_some())
        .map(|(name, _)| *name)
        .collect();
    let excused = Policy::read().licenses.exceptions;
    assert_eq!(needed, excused.iter().map(|exception| exception.name.as_str()).collect());
}

#[test]
fn nothing_banned_or_foreign_is_locked() {
    let lock: Lock = toml::from_str(&read("Cargo.lock")).expect("Cargo.lock is a lock file");
    assert_eq!(Policy::read().unwanted(&lock), Vec::<String>::new());
}

#[test]
fn licence_expressions_are_read_as_written() {
    let allowed = |id: &str| matches!(id, "MIT" | "Zlib" | "Apache-2.0 WITH LLVM-exception");
    for (expression, answer) in [
        ("MIT", Some(true)),
        ("GPL-3.0-only", Some(false)),
        ("GPL-3.0-only OR MIT", Some(true)),
        ("AGPL-3.0/MIT", Some(true)),
        ("MIT AND GPL-3.0-only", Some(false)),
        ("MIT AND Zlib OR GPL-3.0-only", Some(true)),
        ("Zlib AND (GPL-3.0-only OR AGPL-3.0-only)", Some(false)),
        ("(MIT OR Apache-2.0) AND Zlib", Some(true)),
        ("Apache-2.0 WITH LLVM-exception", Some(true)),
        ("Apache-2.0", Some(false)),
        ("(MIT", None),
        ("MIT OR", None),
        ("MIT Zlib", None),
        ("", None),
    ] {
        assert_eq!(satisfied(expression, &allowed), answer, "{expression}");
    }
}

#[test]
fn a_copyleft_or_unlicensed_crate_is_refused() {
    let policy = Policy::read();
    for license in ["GPL-2.0-only", "AGPL-3.0-or-later", "LGPL-3.0-only", "SSPL-1.0"] {
        let problem = format!("some-crate: `{license}` is not covered by the allow-list");
        assert_eq!(policy.refusal("some-crate", Some(license)), Some(problem));
    }
    assert_eq!(policy.refusal("some-crate", None), Some("some-crate: states no licence".to_owned()));
    assert_eq!(policy.refusal("some-crate", Some("MIT")), None);
    assert!(policy.refusal("some-crate", Some("IJG")).is_some(), "an exception holds for its own crate only");
}

#[test]
fn a_banned_and_a_foreign_package_are_refused() {
    let locked = |name: &str, source: &str| Locked { name: name.to_owned(), source: Some(source.to_owned()) };
    let fork = "git+https://git.example/serde";
    let lock = Lock { package: vec![locked("openssl", CRATES_IO), locked("serde", fork), locked("rustls", CRATES_IO)] };
    let policy = Policy::read();
    let reason = &policy.bans.deny.iter().find(|ban| ban.name == "openssl").expect("openssl is banned").reason;
    assert_eq!(policy.unwanted(&lock), [format!("openssl: {reason}"), format!("serde: comes from `{fork}`")]);
}
