// The care variant: reading aloud, where the browser can speak.
