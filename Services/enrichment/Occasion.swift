import Contracts

/// Where and when something happens.
struct Occasion: Sendable {
    let workspace: WorkspaceID
    let now: Timestamp
    /// Of the workspace's clocks, in seconds east of Greenwich.
    let offset: Int

    /// The day that it is in the workspace.
    var today: CalendarDay { CalendarDay(now, offset: offset) }
}
