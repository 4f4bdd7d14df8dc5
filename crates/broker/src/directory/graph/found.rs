//! One device, by either of its ids: Intune tells its state, and Entra ID its groups. Each is known for itself, so that the one
//! counts while the other is not to be had.

use super::{Graph, Guid, Known, devices, devices::Row, listed};
use crate::directory::{Aged, DeviceAnswer, DirectoryError};

impl Graph {
    /// A device by its id at Intune, or else by the one in Entra ID, which is what a sign-in tells of the device it came from.
    ///
    /// # Errors
    /// See [`DirectoryError`].
    pub async fn device_by_any(&self, id: &str) -> Result<Option<DeviceAnswer>, DirectoryError> {
        match self.device_of_intune(id).await? {
            Some(found) => Ok(Some(found)),
            None => self.device_of_entra(id).await,
        }
    }

    /// A device by its id in Entra ID.
    ///
    /// # Errors
    /// See [`DirectoryError`].
    pub async fn device_of_entra(&self, id: &str) -> Result<Option<DeviceAnswer>, DirectoryError> {
        let Some(id) = Guid::parse(id) else {
            return Ok(None);
        };
        let asked = devices::device_of_entra(&self.client, &id);
        let (cache, fresh_ms) = (&self.devices_of_entra, self.ahead_ms());
        let known = self.known(cache, id.clone(), fresh_ms, asked).await?;
        Ok(self.with_groups(known).await)
    }

    /// A device by its id at Intune.
    pub(in crate::directory) async fn device_of_intune(
        &self,
        id: &str,
    ) -> Result<Option<DeviceAnswer>, DirectoryError> {
        let Some(id) = Guid::parse(id) else {
            return Ok(None);
        };
        let asked = devices::device(&self.client, &id);
        let (cache, fresh_ms) = (&self.devices, self.ahead_ms());
        let known = self.known(cache, id.clone(), fresh_ms, asked).await?;
        Ok(self.with_groups(known).await)
    }

    async fn with_groups(&self, known: Known<Option<Row>>) -> Option<DeviceAnswer> {
        let row = known.answer.value?;
        let device = if known.old {
            listed::outdated(row.device)
        } else {
            row.device
        };
        let mut answer = DeviceAnswer {
            device: Aged {
                value: device,
                as_of_ms: known.answer.as_of_ms,
            },
            groups_untold: None,
        };
        if let Some(entra) = row.entra_id {
            let asked = devices::groups(&self.client, &entra);
            let (cache, fresh_ms) = (&self.device_groups, self.ahead_ms());
            match self.known(cache, entra.clone(), fresh_ms, asked).await {
                Ok(groups) => {
                    answer.device.value.groups = groups.answer.value;
                    // As old as the older of the two.
                    let as_of_ms = &mut answer.device.as_of_ms;
                    *as_of_ms = groups.answer.as_of_ms.min(*as_of_ms);
                }
                Err(error) => answer.groups_untold = Some(error),
            }
        }
        Some(answer)
    }
}
