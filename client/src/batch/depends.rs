//! Which requests of a batch are done after others (OData JSON 4.01, 19.1).

use super::{Batch, Handle};
use crate::error::Error;

impl Batch {
    /// Has a request done only after another one, which was added before it, and only if that went well: `dependsOn` (OData JSON 4.01,
    /// 19.1). In JSON a service may do requests in any order unless this says otherwise, and Microsoft Graph does; what refers to the result
    /// of another one, as [`below`](Self::below) has it, depends on it by itself. What depends on a request that failed is not done, and
    /// its answer is an error (424).
    ///
    /// `multipart/mixed` has no word for it: requests are done in their order there (Protocol 4.0, 11.7.4), and the service stops at one that
    /// fails unless it is to [go on](Self::continue_on_error).
    ///
    /// # Example: a user, and then what the user is a member of
    /// ```
    /// # use odata::{Changes, EntityQuery, EntitySet, Structured};
    /// # async fn example<User: Structured, Group: Structured>(client: &odata::Client, users: EntitySet<User>, new: &Changes<User>, all: EntitySet<Group>)
    /// # -> odata::Result<()> {
    /// let mut batch = client.batch().json();
    /// let user = batch.add(&users.insert(new));
    /// let groups = batch.add(&all.top(5));
    /// batch.depends_on(&groups, &user);
    /// let mut answers = batch.send().await?;
    /// # let _ = (answers.take(user)?, answers.take(groups)?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The batch is not sent where the other request does not stand before it, or is one of another batch.
    pub fn depends_on<T, U>(&mut self, request: &Handle<T>, on: &Handle<U>) {
        let is_own = request.batch == self.id && on.batch == self.id;
        if !is_own || on.request >= request.request {
            let (request, on) = (request.request, on.request);
            let why = match is_own {
                true => format!(
                    "which does not stand before it: `add` it first, and then request {request}"
                ),
                false => "and one of the two is a request of another batch".to_owned(),
            };
            let refused = || {
                Error::refused(format!(
                    "request {request} of the batch is to depend on request {on}, {why}"
                ))
            };
            self.wrong.get_or_insert_with(refused);
            return;
        }
        if let Some(part) = self.parts.get_mut(request.request.index()) {
            part.after.push(on.request);
        }
    }
}
