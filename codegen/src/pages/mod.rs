//! A vendor's reference pages: Markdown in, facts with spans out.
