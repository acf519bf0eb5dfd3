//! Transformations of hierarchies (Data Aggregation 6).

use super::Parser;
use crate::expr::{ExprError, Hierarchy, Transformation};

impl<'t> Parser<'t> {
    /// The nodes, the qualifier and the path to the node (recHierReference).
    pub(super) fn hierarchy(&mut self) -> Result<Hierarchy, ExprError> {
        let nodes = self.root_path()?;
        self.lexer.blanks();
        self.comma()?;
        let at = self.lexer.at();
        let qualifier = self.lexer.identifier();
        if qualifier.is_empty() {
            let message = "the qualifier of a hierarchy is expected here";
            return Err(self.error(at..at + 1, message));
        }
        self.lexer.advance(qualifier.len());
        self.lexer.blanks();
        self.comma()?;
        let node = self.data_path(false)?.text;
        self.lexer.blanks();
        if !matches!(self.lexer.peek(), Some(',' | ')')) {
            let at = self.lexer.at();
            return Err(self.error(at..at + 1, "`,` or `)` is expected here"));
        }
        Ok(Hierarchy {
            nodes,
            qualifier: qualifier.to_owned().into(),
            node,
        })
    }

    /// `ancestors` and `descendants`, behind the parenthesis.
    pub(super) fn relatives(&mut self, above: bool) -> Result<Transformation, ExprError> {
        let hierarchy = self.hierarchy()?;
        self.comma()?;
        let start = self.apply()?;
        let (mut distance, mut keep_start) = (None, false);
        self.lexer.blanks();
        while self.lexer.peek() == Some(',') {
            self.comma()?;
            let at = self.lexer.at();
            let digits = self.lexer.digits();
            if !digits.is_empty() && distance.is_none() && !keep_start {
                let range = at..at + digits.len();
                let parsed = digits.parse();
                distance = Some(parsed.map_err(|_| self.error(range, "this number is too large"))?);
            } else if digits.is_empty() && !keep_start && self.keeps_start() {
                keep_start = true;
            } else {
                let end = self.lexer.shown_word().end.max(self.lexer.at());
                let message = "a distance, then `keep start`, is all that can stand here";
                return Err(self.error(at..end, message));
            }
            self.lexer.blanks();
        }
        Ok(Transformation::Relatives {
            above,
            hierarchy,
            start,
            distance,
            keep_start,
        })
    }

    fn keeps_start(&mut self) -> bool {
        let at = self.lexer.at();
        let found = self.keyword("keep") && self.lexer.blanks() && self.keyword("start");
        if !found {
            self.lexer.seek(at);
        }
        found
    }

    /// `traverse`, behind the parenthesis.
    pub(super) fn traverse(&mut self) -> Result<Transformation, ExprError> {
        let hierarchy = self.hierarchy()?;
        self.comma()?;
        let at = self.lexer.at();
        let post_order = self.keyword("postorder");
        if !post_order && !self.keyword("preorder") {
            return Err(self.error(at..at + 1, "`preorder` or `postorder` is expected here"));
        }
        let (mut start, mut order) = (None, Vec::new());
        self.lexer.blanks();
        if self.lexer.peek() == Some(',') {
            self.comma()?;
            if self.at_transformation() {
                start = Some(self.apply()?);
                self.lexer.blanks();
                if self.lexer.peek() == Some(',') {
                    self.comma()?;
                    order = self.order_by()?;
                }
            } else {
                order = self.order_by()?;
            }
        }
        Ok(Transformation::Traverse {
            hierarchy,
            post_order,
            start,
            order,
        })
    }
}
