import Bus
import Contracts

/// What the media service listens to and answers.
func contents(
    _ planner: FetchPlanner,
    _ library: MediaLibrary,
    _ voice: VoiceNotes,
    _ gallery: GalleryShelf = GalleryShelf(),
    _ retention: RetentionRules = RetentionRules()
) -> Contents {
    var contents = Contents()
    contents.on(MessageReceived.self, from: .gateway, planner.receive)
    contents.answer(DescribeMedia.self, library.describe)
    contents.perform(RetryMedia.self, planner.retry)
    contents.answer(ConvertVoice.self, async: voice.convert)
    contents.answer(ListGallery.self, gallery.list)
    contents.answer(ShowGalleryItem.self, gallery.show)
    contents.answer(ShowFileHome.self, gallery.home)
    contents.perform(AddToGallery.self, gallery.add)
    contents.perform(UpdateGalleryItem.self, gallery.update)
    contents.perform(RemoveFromGallery.self, gallery.remove)
    contents.answer(ShowRetention.self, retention.show)
    contents.perform(SetRetention.self, retention.set)
    return contents
}
