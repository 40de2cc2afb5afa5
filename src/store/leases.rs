//! What one replica alone does for a while. Leases go by the store's clock.

use std::time::Duration;

use async_trait::async_trait;

use super::{Database, StoreError, engine::sql};

/// The lease by which a replica shows that it lives is named so, with its name behind.
pub const REPLICA: &str = "replica/";

/// Leases by their names.
#[async_trait]
pub trait Leases: Send + Sync {
    /// Takes a lease, or keeps it on, for so long from now. True if `holder` has it. It is free when nobody holds it or
    /// its time is over.
    async fn hold(&self, lease: &str, holder: &str, lasts: Duration) -> Result<bool, StoreError>;

    /// Gives a lease back, if `holder` has it.
    async fn release(&self, lease: &str, holder: &str) -> Result<(), StoreError>;

    /// The number of leases that are held and whose name begins so.
    async fn held(&self, prefix: &str) -> Result<u32, StoreError>;
}

#[async_trait]
impl Leases for Database {
    async fn hold(&self, lease: &str, holder: &str, lasts: Duration) -> Result<bool, StoreError> {
        let hold = self.engine.timed(|now| {
            format!(
                "INSERT INTO lease (name, holder, free_at) VALUES ($2, $3, {now} + $4) ON CONFLICT (name) DO UPDATE \
                 SET holder = excluded.holder, free_at = excluded.free_at \
                 WHERE lease.holder = excluded.holder OR lease.free_at <= {now}"
            )
        });
        Ok(self.run(hold.bind(lease).bind(holder).bind(lasts)).await? > 0)
    }

    async fn release(&self, lease: &str, holder: &str) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM lease WHERE name = $1 AND holder = $2").bind(lease).bind(holder)).await?;
        Ok(())
    }

    async fn held(&self, prefix: &str) -> Result<u32, StoreError> {
        let held = self.engine.timed(|now| {
            format!("SELECT count(*) FROM lease WHERE substr(name, 1, length($2)) = $2 AND free_at > {now}")
        });
        let held: Option<(i64,)> = self.row(held.bind(prefix)).await?;
        Ok(held.map_or(0, |(held,)| u32::try_from(held).unwrap_or(u32::MAX)))
    }
}
