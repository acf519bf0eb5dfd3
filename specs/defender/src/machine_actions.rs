//! Machine actions: begun by a call, done by a device some time later.

use std::fmt;
use std::time::Duration;

use odata::Service as _;

use crate::{Defender, MachineAction, MachineActionStatus};

/// How often is asked at first, and at most how seldom.
const AT_FIRST: Duration = Duration::from_secs(5);
const AT_LAST: Duration = Duration::from_secs(60);

impl MachineAction {
    /// Whether nothing more happens: it has succeeded, failed, timed out or was cancelled.
    pub fn is_over(&self) -> bool {
        !matches!(
            self.status,
            None | Some(MachineActionStatus::Pending | MachineActionStatus::InProgress)
        )
    }
}

impl Defender {
    /// Waits until a machine action is over and has succeeded: asks after 5 seconds, then less and less often, once a minute at last.
    /// A device that is switched off does nothing; `longest` says how long it is waited for.
    ///
    /// # Errors
    /// When it did not succeed, when the time is over, and when asking fails.
    ///
    /// # Example
    /// ```
    /// # #[cfg(feature = "machines")] {
    /// # use std::time::Duration;
    /// # use odata_defender::{Defender, Machine};
    /// # async fn example(defender: &Defender, id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let isolate = Machine::isolate("ticket 4711").isolation_type("Full");
    /// let begun = defender.machines().by_key(id).call(isolate).send().await?;
    /// let done = defender.wait_for(begun, Duration::from_secs(3600)).await?;
    /// println!("isolated at {:?}", done.last_update_date_time_utc);
    /// # Ok(())
    /// # }
    /// # }
    /// ```
    pub async fn wait_for(
        &self,
        mut action: MachineAction,
        longest: Duration,
    ) -> Result<MachineAction, ActionError> {
        let (mut waited, mut wait) = (Duration::ZERO, AT_FIRST);
        while !action.is_over() {
            let left = longest.saturating_sub(waited);
            if left.is_zero() {
                return Err(ActionError::Late(Box::new(action)));
            }
            let now = wait.min(left);
            self.client().sleep(now).await?;
            waited += now;
            wait = (wait * 3 / 2).min(AT_LAST);
            action = self.machine_actions().by_key(action.id).send().await?;
        }
        match action.status {
            Some(MachineActionStatus::Succeeded) => Ok(action),
            _ => Err(ActionError::Failed(Box::new(action))),
        }
    }
}

/// Why a machine action has not succeeded.
#[derive(Debug)]
#[non_exhaustive]
pub enum ActionError {
    /// It is over and has not succeeded.
    Failed(Box<MachineAction>),
    /// It is not over, and its time is.
    Late(Box<MachineAction>),
    /// The service could not be asked about it.
    Asking(odata::Error),
}

impl From<odata::Error> for ActionError {
    fn from(error: odata::Error) -> Self {
        ActionError::Asking(error)
    }
}

impl fmt::Display for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = |action: &MachineAction| match &action.status {
            Some(status) => format!("{status:?}"),
            None => "without a status".to_owned(),
        };
        match self {
            ActionError::Failed(action) => {
                write!(f, "the machine action {} is {}", action.id, status(action))?;
                match action.error_h_result {
                    // 32 bits, which come with a sign or without.
                    Some(code) if code != 0 => {
                        write!(f, " (HRESULT {:#010x})", code & 0xffff_ffff)
                    }
                    _ => Ok(()),
                }
            }
            ActionError::Late(action) => write!(
                f,
                "the machine action {} is still {}; the device may be switched off",
                action.id,
                status(action)
            ),
            ActionError::Asking(error) => write!(f, "{error}"),
        }
    }
}

/// Its text has the causes, as that of [`odata::Error`] has: it has no source, and [`Asking`](ActionError::Asking) has what led to it.
impl std::error::Error for ActionError {}
