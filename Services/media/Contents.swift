import Bus
import Contracts

/// What the media service listens to and answers.
func contents(_ planner: FetchPlanner, _ library: MediaLibrary) -> Contents {
    var contents = Contents()
    contents.on(MessageReceived.self, from: .gateway, planner.receive)
    contents.answer(DescribeMedia.self, library.describe)
    return contents
}
