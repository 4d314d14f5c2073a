import Contracts

/// A heartbeat: who I am, which lanes I hold, the head of each of my streams, and how far I have read others'.
struct Beat: Codable, Hashable, Sendable {
    let instance: InstanceID
    let service: ServiceName
    /// Of the outbox; 8 hexadecimal digits.
    let origin: String
    let lanes: LaneSet
    /// The instance stops and answers nothing more.
    var isLeaving = false
    /// The newest committed sequence of each stream by lane: 64 numbers, 0 where there is none.
    var heads: [HeadsOfStream] = []
    /// How far the instance's service has durably read, in the lanes the instance holds.
    var read: [ReadOfStream] = []

    struct HeadsOfStream: Codable, Hashable, Sendable {
        let stream: Stream
        let sequences: [Int64]
    }

    struct ReadOfStream: Codable, Hashable, Sendable {
        /// Stands for a lane that the instance does not hold.
        static let notHeld: Int64 = -1

        let producer: ServiceName
        let origin: String
        let stream: Stream
        /// By lane: 64 numbers.
        let sequences: [Int64]
    }
}
