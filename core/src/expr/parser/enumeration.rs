//! Members of enumerations beside properties that hold some.

use super::member::some_of;
use super::{Operand, Parser};
use crate::edm::Literal;
use crate::expr::{Expr, ExprError, Type};
use crate::names::nearest;

impl Parser<'_> {
    /// A text that is no member of the enumeration is refused, where its members are known. A number may be one.
    pub(super) fn check_member(&self, ty: &Type, given: &Operand) -> Result<(), ExprError> {
        let (Type::Enum(name), Expr::Literal(literal)) = (ty, &given.expr) else {
            return Ok(());
        };
        // A literal with the name of the type is how members are written that the schema does not declare.
        let Literal::String(members) = literal else {
            return Ok(());
        };
        let Some(known) = self.scope.members(name) else {
            return Ok(());
        };
        // A flags value has several.
        for member in members.split(',').map(str::trim) {
            if known.iter().any(|known| known == member) || member.parse::<i64>().is_ok() {
                continue;
            }
            let near = nearest(member, known.iter().map(String::as_str));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            let short = name.rsplit('.').next().unwrap_or(name);
            let message = format!("{short} has no member `{member}`");
            let help = help.or_else(|| some_of(&known));
            return Err(self.error(given.range.clone(), message).help(help));
        }
        Ok(())
    }
}
