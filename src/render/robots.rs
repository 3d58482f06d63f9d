//! `robots.txt`: who may fetch what.

/// Whoever honours `noindex` must be able to read it, or an address that leaked stays in an index without its page; so only those are kept
/// out who keep or reuse what they fetch and heed nothing else. It names no folder.
pub const ROBOTS: &str = "# Nothing here is to be indexed, kept or learnt from. Search engines are told by noindex, which they must be able to read.
User-agent: Amazonbot
User-agent: Applebot-Extended
User-agent: archive.org_bot
User-agent: Bytespider
User-agent: CCBot
User-agent: Diffbot
User-agent: Google-Extended
User-agent: GPTBot
User-agent: ia_archiver
User-agent: meta-externalagent
User-agent: PerplexityBot
Disallow: /

User-agent: *
Disallow:
";
