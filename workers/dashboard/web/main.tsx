import "./app.css";
import { createRoot } from "react-dom/client";
createRoot(document.body).render(<p>Latchkey</p>);
