"""What the rooms of texting share: phone, meter, editor, pictures, trouble. They know no service, no room."""
